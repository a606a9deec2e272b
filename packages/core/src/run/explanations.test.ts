import { describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import chaos from "../fixtures/chaos-adapter.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import type { Explanation } from "../result/result.js";
import burning from "./fixtures/burning-codec.js";
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

describe.concurrent("the explanation of a run", { timeout: 240_000 }, () => {
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

  it("names a codec that burns time in encode", async () => {
    const explanation = await why([chaos(), chaos({ codec: burning })]);
    expect(explanation.slower).toBe("chaos, burning");
    expect(explanation.causes[0]).toMatchObject({ code: "SETTING", part: "encode" });
    expect(codes(explanation)).toContain("ENCODE");
  });

  it("names a late reply, which the transmission time does not contain", async () => {
    const late = chaos({ replyAfterMs: 10, label: "late" });
    const explanation = await why([chaos(), late], { decideBy: "service" });
    expect(explanation).toMatchObject({ of: "service", slower: "late" });
    expect(codes(explanation)).toEqual(expect.arrayContaining(["SETTING", "REPLY"]));
  });
});
