import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import type { RoundResult } from "../result/result.js";
import { onlyRound } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const AHEAD_MS = 100_000;
const IN_TIME_NAMESPACE = ["--time", "--monotonic", String(AHEAD_MS / 1_000), "--fork", "--kill-child"];
/** Needs root on Linux. */
const mayUnshare = spawnSync("unshare", [...IN_TIME_NAMESPACE, "true"]).status === 0;
const unlessPermitted = mayUnshare ? "" : " (skipped: this user may not create time namespaces)";

const base = {
  adapters: [chaos()],
  payload: { sizeBytes: 1_000, seed: 3 },
  warmupCount: 5,
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 60_000,
} as const;

async function measure(options: Partial<BenchmarkOptions> = {}): Promise<RoundResult> {
  return onlyRound(await runBenchmark({ ...base, ...options }));
}

/** The clock was not taken for a shared one, its offset is right, and no median is negative. */
function expectAhead({ clock, times }: RoundResult, aheadMs: number): void {
  if (clock.kind === "shared") throw new Error(`it was taken for a shared clock: ${clock.because}`);
  expect(Math.abs((clock.offsetMs ?? 0) - aheadMs)).toBeLessThanOrEqual(clock.errorMs ?? 0);
  for (const time of ["transmissionMs", "transportMs"] as const) {
    expect(times[time]?.p50).toBeGreaterThanOrEqual(0);
    expect(times[time]?.p50).toBeLessThanOrEqual(times.serviceMs?.p50 ?? 0);
  }
}

let child: ChildProcess | undefined;
let folder: string | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  if (child) {
    const ended = once(child, "exit");
    // `unshare` ignores SIGTERM.
    child.kill("SIGKILL");
    await ended;
  }
  if (folder) rmSync(folder, { recursive: true });
  child = undefined;
  folder = undefined;
});

describe("a forked receiver", { timeout: 120_000 }, () => {
  function shiftClock(variables: Readonly<Record<string, number>>): void {
    const preload = fileURLToPath(new URL("./fixtures/shifted-clock.mjs", import.meta.url));
    vi.stubEnv("NODE_OPTIONS", `--import=${preload}`);
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, String(value));
  }

  it("shares the sender's clock if the stamps agree", async () => {
    const { clock, warnings } = await measure({ count: 20 });
    expect(clock.kind).toBe("shared");
    const codes = warnings.map(({ code }) => code);
    expect(codes).not.toContain("ACK_DERIVED");
    expect(codes).not.toContain("CLOCK_ERROR");
  });

  it.each([
    ["behind, transmissions listed", -108, { count: 50 }],
    ["ahead, transmissions listed", 179, { count: 50 }],
    ["behind, only histograms", -108, { count: 50, maxTransmissions: 0 }],
    ["ahead, with no checks", 179, { count: 50, clockChecks: false }],
  ])("may have a clock that is %s", async (_, shiftMs, options) => {
    shiftClock({ SHIFT_NS: shiftMs * 1e6 });
    expectAhead(await measure(options), shiftMs);
  });

  it.each([100_000, 0])(
    "never gives a negative median (%i transmissions listed)",
    async (maxTransmissions) => {
      // The clock is set back after it was found to be shared, and before the first payload.
      shiftClock({ STEP_NS: -50e6, STEP_FROM: 34, STEP_TO: 1e9 });
      const { clock, times, warnings } = await measure({ count: 50, maxTransmissions });
      expect(clock).toMatchObject({ kind: "ack-derived", offsetMs: null });
      expect(warnings.map(({ code }) => code)).toContain("ACK_DERIVED");
      for (const time of ["transmissionMs", "transportMs"] as const) {
        expect(times[time]?.p50).toBeGreaterThanOrEqual(0);
      }
    },
  );

  // About 550 readings compare the clocks before the first payload, and each payload takes two.
  const set = { SHIFT_NS: 5e9, STEP_NS: 20e6, STEP_FROM: 700, STEP_TO: 2_300 };
  const load = { kind: "constant-rate", ratePerSecond: 200, durationMs: 5_000 } as const;

  it("may have a clock that is set while the round runs, and set back", async () => {
    shiftClock(set);
    const { clock, warnings } = await measure({ load });
    expect(clock).toMatchObject({ kind: "ack-derived", offsetMs: null });
    expect(warnings.map(({ code }) => code)).toContain("ACK_DERIVED");
  });

  it("is not caught at that without checks", async () => {
    shiftClock(set);
    const { clock } = await measure({ load, clockChecks: false });
    expect(clock.kind !== "shared" && clock.offsetMs).toBeCloseTo(5_000, 0);
  });

  it.skipIf(!mayUnshare)(`may be in another time namespace${unlessPermitted}`, async () => {
    folder = mkdtempSync(join(tmpdir(), "wireduel-"));
    const node = join(folder, "node");
    writeFileSync(node, `#!/bin/sh\nexec unshare ${IN_TIME_NAMESPACE.join(" ")} ${process.execPath} "$@"\n`);
    chmodSync(node, 0o700);
    const own = process.execPath;
    process.execPath = node;
    try {
      expectAhead(await measure({ count: 50 }), AHEAD_MS);
    } finally {
      process.execPath = own;
    }
  });
});

describe("a receiver server", { timeout: 120_000 }, () => {
  async function serve(command: readonly string[], flags: readonly string[] = []): Promise<{ url: string }> {
    const file = fileURLToPath(new URL("../../transpiled/run/fixtures/serves-receivers.js", import.meta.url));
    const node = [process.execPath, ...process.execArgv, ...flags, file];
    const [first = "", ...rest] = [...command, ...node];
    child = spawn(first, rest, { stdio: ["ignore", "pipe", "inherit"] });
    const [url] = await once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data");
    return { url: String(url).trim() };
  }

  it("reports its flags, and a difference is a warning", async () => {
    const receiver = await serve([], ["--max-semi-space-size=1"]);
    const { ends, warnings } = await measure({ receiver, count: 5 });
    expect(ends.receivers[0]?.flags).toContain("--max-semi-space-size=1");
    const [warning] = warnings.filter(({ code }) => code === "ENDS_DIFFER");
    expect(warning?.message).toContain("--max-semi-space-size=1");
  });

  it.skipIf(!mayUnshare).each([true, false])(
    `may be in another time namespace, with \`clockChecks: %s\`${unlessPermitted}`,
    async (clockChecks) => {
      const receiver = await serve(["unshare", ...IN_TIME_NAMESPACE]);
      const load = { kind: "constant-rate", ratePerSecond: 100, durationMs: 2_000 } as const;
      const round = await measure({ receiver, load, clockChecks });
      expectAhead(round, AHEAD_MS);
    },
  );
});
