import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import type { RoundResult } from "../result/result.js";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const PERMISSION = major > 22 || (major === 22 && minor >= 13) ? "--permission" : "--experimental-permission";
const NET = process.allowedNodeEnvironmentFlags.has("--allow-net") ? ["--allow-net"] : [];
const READ_ALL = ["--allow-fs-read=*", "--allow-fs-write=*", "--allow-worker"];

interface Printed {
  readonly rounds: readonly RoundResult[];
  readonly code?: string;
  readonly message?: string;
}

/** A program, as JavaScript. */
function fixture(name: string): string {
  return fileURLToPath(new URL(`../../transpiled/run/fixtures/${name}`, import.meta.url));
}

/** Its worker thread runs TypeScript. */
const IN_A_WORKER = fileURLToPath(new URL("./fixtures/in-a-worker.mjs", import.meta.url));

/** Runs a program with these flags of Node, and reads what it prints. */
async function run(flags: string[], program: readonly string[], NODE_OPTIONS?: string) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, ...program], {
    env: { ...process.env, NODE_OPTIONS },
    timeout: 100_000,
  });
  return { stderr, ...(JSON.parse(stdout) as Printed) };
}

function program(options: Partial<BenchmarkOptions>): [string, string] {
  return [fixture("prints-rounds.js"), JSON.stringify(options)];
}

/** The processes that printed their heap. */
function heaps(stderr: string): { process: number; megabytes: number }[] {
  return [...stderr.matchAll(/^process (\d+) has a heap of (\d+) MB$/gm)].map(([, pid, heap]) => {
    return { process: Number(pid), megabytes: Number(heap) };
  });
}

describe.concurrent("the flags of the caller's Node", { timeout: 120_000 }, () => {
  it.each([
    [1, 2],
    [2, 5],
  ])("are those of both ends with %i rounds", async (rounds, processes) => {
    const preload = `--import=${fixture("prints-runtime.mjs")}`;
    const own = [preload, "--tls-max-v1.2", "--max-old-space-size=234", "--max-semi-space-size=1"];
    const printed = await run(own, program({ rounds }));
    expect(printed.rounds).toHaveLength(rounds);
    for (const { ends, tls, warnings } of printed.rounds) {
      expect(tls?.version).toBe("TLSv1.2");
      for (const { flags } of [...ends.senders, ...ends.receivers]) {
        expect(flags).toEqual(expect.arrayContaining(own));
      }
      expect(ends.receivers[0]?.flags).toEqual(ends.senders[0]?.flags);
      expect(warnings.map(({ code }) => code)).not.toContain("ENDS_DIFFER");
    }
    // Every process had the flag, so every process printed its heap, and all heaps have the same limit.
    const all = heaps(printed.stderr);
    expect(new Set(all.map((one) => one.process)).size).toBe(processes);
    expect(new Set(all.map((one) => one.megabytes)).size).toBe(1);
    expect(all[0]?.megabytes).toBeLessThan(400);
  });

  it("reach both ends through NODE_OPTIONS, but its inspector stays with the caller", async () => {
    const printed = await run(
      [],
      program({ rounds: 2 }),
      '--inspect=127.0.0.1:0 --tls-max-v1.2 "--title=a b"',
    );
    for (const { ends, tls } of printed.rounds) {
      expect(tls?.version).toBe("TLSv1.2");
      for (const { flags } of [...ends.senders, ...ends.receivers]) expect(flags[0]).toBe("--tls-max-v1.2");
    }
    expect(printed.stderr.match(/Debugger listening/g)).toHaveLength(1);
  });

  it("are those of the worker thread that calls", async () => {
    const flags = JSON.stringify(["--conditions", "@wireduel/source", "--tls-max-v1.2"]);
    const [, options] = program({});
    const { rounds } = await run(["--conditions", "@wireduel/source"], [IN_A_WORKER, flags, options]);
    expect(rounds[0]?.tls?.version).toBe("TLSv1.2");
    const { senders, receivers } = rounds[0]?.ends ?? {};
    for (const end of [senders, receivers]) expect(end?.[0]?.flags).toContain("--tls-max-v1.2");
  });

  it("differ if only the sender has a profiler, and the round has a warning", async () => {
    const { rounds } = await run(["--heap-prof", "--heap-prof-dir=/dev/null"], program({}));
    const warnings = rounds[0]?.warnings.filter(({ code }) => code === "ENDS_DIFFER");
    expect(warnings?.map(({ message }) => message)).toEqual([expect.stringContaining("--heap-prof")]);
  });
});

describe.concurrent("Node's permission model", { timeout: 120_000 }, () => {
  const permitted = [PERMISSION, ...READ_ALL, "--allow-child-process", ...NET];

  it("applies to both ends", async () => {
    const { rounds } = await run(permitted, program({ rounds: 2 }));
    for (const { status, ends } of rounds) {
      expect(status).toBe("completed");
      for (const { flags } of [...ends.senders, ...ends.receivers]) expect(flags).toContain(PERMISSION);
    }
  });

  it.each<[string, string[], Partial<BenchmarkOptions>]>([
    ["--allow-child-process", [PERMISSION, ...READ_ALL, ...NET], {}],
    ["--allow-child-process", [PERMISSION, ...READ_ALL, ...NET], { receiver: "inline", wireBytes: true }],
    ...NET.map((net): [string, string[], Partial<BenchmarkOptions>] => [
      net,
      [PERMISSION, ...READ_ALL, "--allow-child-process"],
      {},
    ]),
  ])("refuses a run that needs %s", async (flag, flags, options) => {
    const printed = await run(flags, program(options));
    expect(printed).toMatchObject({ code: "PERMISSION_DENIED", message: expect.stringContaining(flag) });
  });

  it("allows a run that needs no other process", async () => {
    const flags = [PERMISSION, ...READ_ALL, ...NET];
    const { rounds } = await run(flags, program({ receiver: "inline" }));
    expect(rounds[0]?.status).toBe("completed");
  });
});
