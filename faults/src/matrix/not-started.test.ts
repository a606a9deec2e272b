import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signalChildren } from "../internals.js";
import { limitsOf } from "../runs/limits.js";
import { expectEnd, outcomeOf } from "../runs/outcome.js";
import { OVER_ANY_LINK } from "../subjects.js";
import { fault } from "../table/fault.js";
import { commandIt, EXIT } from "../test-internals.js";

const PRELOAD = `--import=${fileURLToPath(new URL("../runs/ends-at-start.mjs", import.meta.url))}`;
const own = process.execPath;

afterEach(() => {
  vi.unstubAllEnvs();
  process.execPath = own;
});

/** Starts processes with variables of the preloaded module. */
function preload(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries({ NODE_OPTIONS: PRELOAD, ...variables }))
    vi.stubEnv(name, value);
}

/** /proc lists the processes. */
function expectNoneLeft(program: string): void {
  if (process.platform === "linux") expect(signalChildren(program, 0)).toBe(0);
}

describe("a receiver process", { timeout: 60_000 }, () => {
  const row = fault("the receiver process cannot start");

  it.for(OVER_ANY_LINK)("has no program: $name", async ({ adapter }) => {
    process.execPath = "/no/such/node";
    const outcome = await outcomeOf({ ...limitsOf(row), adapters: [adapter()] });
    expectEnd(row, outcome);
    expect(outcome.error?.message).toContain("ENOENT");
  });

  it.for(OVER_ANY_LINK)("ends at its start: $name", async ({ adapter }) => {
    preload({ ENDS: "receiver-process" });
    const outcome = await outcomeOf({ ...limitsOf(row), adapters: [adapter()] });
    expectEnd(row, outcome);
    expect(outcome.error?.message).toContain("exit code 3");
  });

  it("ends at its start, for a sender process", async () => {
    preload({ ENDS: "receiver-process" });
    const adapters = OVER_ANY_LINK.slice(0, 2).map(({ adapter }) => adapter());
    expectEnd(row, await outcomeOf({ ...limitsOf(row), adapters, rounds: 2 }));
  });

  commandIt("ends at its start, for the command", async ({ cli }) => {
    const env = { NODE_OPTIONS: PRELOAD, ENDS: "receiver-process" };
    const args = ["tcp", "--count", "5", "--rounds", "1", "--out", "results"];
    const { code, stdout, stderr } = await cli.run(args, { env });
    expect({ code, stdout }).toEqual({ code: EXIT.failed, stdout: "" });
    expect(stderr).toContain(row.code);
  });

  it.for(OVER_ANY_LINK)("never finishes its start: $name", async ({ adapter }) => {
    const slow = fault("the receiver process does not finish its start");
    preload({ HANGS: "receiver-process" });
    const limits = { ...limitsOf(slow), connectTimeoutMs: 1_500 };
    expectEnd(slow, await outcomeOf({ ...limits, adapters: [adapter()] }));
    expectNoneLeft("receiver-process");
  });
});

describe("a sender process", { timeout: 120_000 }, () => {
  const row = fault("the sender process cannot start");
  const adapters = () => OVER_ANY_LINK.map(({ adapter, name }) => adapter({ label: name }));

  it("has no program", async () => {
    process.execPath = "/no/such/node";
    const outcome = await outcomeOf({ ...limitsOf(row), adapters: adapters(), rounds: 2 });
    expectEnd(row, outcome);
    expect(outcome.error?.message).toContain("ENOENT");
  });

  it("ends at its start", async () => {
    preload({ ENDS: "sender-process" });
    const outcome = await outcomeOf({ ...limitsOf(row), adapters: adapters(), rounds: 2 });
    expectEnd(row, outcome);
    expect(outcome.error?.message).toContain("exit code 3");
  });

  it("never finishes its start", async () => {
    const slow = fault("the sender process does not finish its start");
    preload({ HANGS: "sender-process" });
    const limits = { ...limitsOf(slow), connectTimeoutMs: 1_500, silenceTimeoutMs: 500 };
    expectEnd(slow, await outcomeOf({ ...limits, adapters: adapters().slice(0, 2), rounds: 2 }));
    expectNoneLeft("sender-process");
  });
});

describe("the process of the tap", { timeout: 60_000 }, () => {
  const row = fault("the network tap cannot start");

  it.for(OVER_ANY_LINK)("ends at its start: $name", async ({ adapter }) => {
    preload({ ENDS: "tap-process" });
    const outcome = await outcomeOf({ ...limitsOf(row), adapters: [adapter()], network: "lan" });
    expectEnd(row, outcome);
    expect(outcome.error?.message).toContain("exit code 3");
  });
});
