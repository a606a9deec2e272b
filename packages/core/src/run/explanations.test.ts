import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import type { BenchmarkEvents, PauseEvent } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import { parseResult } from "../result/parse-result.js";
import type { BenchmarkResult, Explanation } from "../result/result.js";
import { runBenchmark } from "./run-benchmark.js";

/** The explanation of the second adapter against the first one. */
async function why(
  adapters: readonly [Adapter, Adapter],
  options: Partial<BenchmarkOptions> = {},
): Promise<Explanation> {
  const base = { payload: { sizeBytes: 20_000 }, count: 30, rounds: 6, connectTimeoutMs: 60_000 };
  const { status, explanations } = await runBenchmark({ ...base, adapters, ...options });
  expect([status, explanations.length]).toEqual(["completed", 1]);
  return explanations[0] as Explanation;
}

const codes = ({ causes }: Explanation) => causes.map(({ code }) => code);
const shown = ({ parts }: Explanation) =>
  parts.filter(({ significant }) => significant).map(({ part }) => part);

// Its processes may take minutes to start on a busy machine.
describe.concurrent("the explanation of a run", { timeout: 600_000 }, () => {
  it("names a codec that makes a Buffer an array in JSON", async () => {
    const json = chaos({ codec: "json-array", label: "JSON" });
    const explanation = await why([chaos(), json], { payload: { sizeBytes: 100_000 } });
    expect(explanation).toMatchObject({ of: "transmission", slower: "JSON" });
    expect(shown(explanation)).toEqual(expect.arrayContaining(["encode", "decode"]));
    expect(codes(explanation)).toEqual(expect.arrayContaining(["SETTING", "FRAME_BYTES", "ENCODE"]));
    const [frames] = explanation.causes.filter(({ code }) => code === "FRAME_BYTES");
    expect((frames?.slower ?? 0) / (frames?.faster ?? 1)).toBeCloseTo(3.57, 1);
    expect(frames?.setting).toMatchObject({ value: "json-array", toValue: "raw" });
  });

  it("names a late reply, which the transmission time does not contain, and measures it again with probes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wireduel-"));
    const file = join(folder, "result.json");
    const late = chaos({ codec: "json-array", replyAfterMs: 50, label: "late" });
    const parts: string[] = [];
    const left: number[] = [];
    let stored: BenchmarkResult | undefined;
    const pause = ({ part }: PauseEvent) => {
      parts.push(part);
      if (part === "probes")
        stored ??= parseResult(readFileSync(join(folder, "result.partial.json"), "utf8"));
    };
    const block = ({ leftMs, elapsedMs }: Parameters<BenchmarkEvents["block"]>[0]) =>
      left.push(leftMs / elapsedMs);
    try {
      const options = {
        decideBy: "service",
        explain: true,
        count: 6,
        warmupCount: 2,
        slices: 3,
        file,
      } as const;
      const explanation = await why([chaos(), late], { ...options, events: { pause, block } });
      expect(explanation).toMatchObject({ of: "service", slower: "late" });
      expect(codes(explanation)).toEqual(expect.arrayContaining(["SETTING", "REPLY"]));
      expect(explanation.probes).not.toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
    // In each block, a pause before it starts, before each slice, and before it finishes.
    const pauses = 6 * 8;
    expect([parts.indexOf("probes"), parts.lastIndexOf("rounds")]).toEqual([pauses, pauses - 1]);
    // After the last block, probes may take as long as all blocks did.
    expect(left.at(-1)).toBeCloseTo(1);
    // The file has all comparisons while the probes run.
    expect(stored).toMatchObject({ status: "running", notRun: [] });
    expect(stored?.comparisons).toContainEqual(expect.objectContaining({ label: "late", decides: true }));
  });
});
