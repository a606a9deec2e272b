import { describe, expect, it } from "vitest";
import { payloadsOf } from "../fixtures/build-result.js";
import type { Load } from "../load/load.js";
import { loadLabel, networkLabel, payloadLabel, sizeLabel } from "./axis-labels.js";
import type { PayloadSourceReport } from "./result.js";

describe("labels of points", () => {
  it.each([
    [0, "0 B"],
    [100, "100 B"],
    [1_000, "1 kB"],
    [1_024, "1,024 B"],
    [1_500, "1.5 kB"],
    [282_531, "282,531 B"],
    [2_500_000, "2.5 MB"],
    [3e9, "3 GB"],
  ])("%i bytes are %s", (bytes, label) => {
    expect(sizeLabel(bytes)).toBe(label);
  });

  it("are the size of payloads, with their kind if it is not random", () => {
    const [source] = payloadsOf(1_000).sources as [PayloadSourceReport];
    const of = (more: Partial<PayloadSourceReport>) =>
      payloadLabel({ sources: [{ ...source, ...more }], replyBytes: 0 });
    expect(of({})).toBe("1 kB");
    expect(of({ kind: "random", seed: 1 })).toBe("1 kB");
    expect(of({ kind: "json", seed: 1 })).toBe("1 kB json");
    expect(payloadLabel(payloadsOf(12, 4_000))).toBe("12 B to 4 kB");
  });

  it("are the name of a network, or its values", () => {
    const custom = { name: "custom", delayMs: 5, jitterMs: 0, rateMbps: null, seed: 1 } as const;
    expect(networkLabel(null)).toBe("none");
    expect(networkLabel({ ...custom, name: "wan" })).toBe("wan");
    expect(networkLabel(custom)).toBe("5 ms");
    expect(networkLabel({ ...custom, jitterMs: 1, rateMbps: 1_000 })).toBe("5 ± 1 ms, 1,000 Mbit/s");
  });

  it.each<[Load, string]>([
    [{ kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: 10, durationMs: null }, "1 at a time"],
    [
      { kind: "closed-loop", concurrency: 64, thinkTimeMs: 5, count: null, durationMs: 10 },
      "64 at a time, 5 ms apart",
    ],
    [{ kind: "constant-rate", ratePerSecond: 1_000, count: 1, durationMs: null }, "1,000/s"],
    [{ kind: "poisson", ratePerSecond: 0.5, seed: 1, count: 1, durationMs: null }, "0.5/s at random"],
    [
      {
        kind: "stages",
        stages: [
          { ratePerSecond: 5, durationMs: 1 },
          { ratePerSecond: { from: 5, to: 20 }, durationMs: 1 },
        ],
        count: null,
      },
      "stages up to 20/s",
    ],
  ])("are what a load does: %o", (load, label) => {
    expect(loadLabel(load)).toBe(label);
  });
});
