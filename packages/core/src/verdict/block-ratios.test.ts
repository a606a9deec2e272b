import { describe, expect, it } from "vitest";
import { buildRound, buildTiming } from "../fixtures/build-result.js";
import type { Slice } from "../result/result.js";
import { blockRatios } from "./block-ratios.js";

const slice = (place: number, ms: number | null, rate: number | null = null): Slice => ({
  place,
  acknowledged: 3,
  acknowledgedPerSecond: rate,
  medians: {
    ...{ encodeMs: null, transportMs: null, decodeMs: null, responseMs: null, slipMs: null },
    transmissionMs: ms,
    serviceMs: ms,
  },
});
/** A round with a median of 1 ms, and slices. */
const timing = (label: string, slices: readonly Slice[], ms = 1) =>
  buildTiming(label, [buildRound([ms, ms], { slices })]);

describe("blockRatios", () => {
  it("takes the median of the ratios of paired slices", () => {
    const a = timing("a", [slice(0, 2), slice(3, 40), slice(4, 6)]);
    const b = timing("b", [slice(1, 1), slice(2, 10), slice(5, 2)]);
    // Ratios of 2, 4 and 3, while the medians of the rounds are equal.
    const three = [Math.log(3)];
    expect(blockRatios(a, b, "transmission")).toEqual({ measured: three, least: three, most: three });
    expect(blockRatios(a, b, "service")).toEqual({ measured: three, least: three, most: three });
  });

  it("takes the rounds if a slice has no value, or if there are not as many", () => {
    const a = timing("a", [slice(0, 2), slice(3, null)], 5);
    const b = timing("b", [slice(1, 1), slice(2, 10)], 1);
    const zero = [Math.log(5)];
    expect(blockRatios(a, b, "transmission")).toMatchObject({ measured: zero });
    const few = timing("b", [slice(1, 1)], 1);
    expect(blockRatios(timing("a", [slice(0, 2), slice(2, 2)], 5), few, "transmission")).toMatchObject({
      measured: zero,
    });
  });

  it("takes the throughput of slices only if all have it", () => {
    const pair = (rate: number | null) =>
      [
        timing("a", [slice(0, 1, 100), slice(3, 1, rate)]),
        timing("b", [slice(1, 1, 50), slice(2, 1, 50)]),
      ] as const;
    expect(blockRatios(...pair(100), "throughput")).toMatchObject({ measured: [Math.log(2)] });
    expect(blockRatios(...pair(null), "throughput")).toMatchObject({ measured: [0] });
  });

  it("takes p99, CPU, faults and bytes from the rounds", () => {
    const wire = (bytes: number) => {
      const none = { upBytes: 0, upWrites: 0, downBytes: 0, downWrites: 0 };
      const steady = { ...none, upBytes: bytes, downBytes: 20 };
      return {
        ...{ handshake: none, first: none },
        steady: {
          ...steady,
          payloads: 10,
          payloadBytes: 1,
          replyBytes: 0,
          waitsPerPayload: 0,
          overheadRatio: 1,
        },
      };
    };
    const of = (label: string, bytes: number) =>
      buildTiming(label, [buildRound([1], { slices: [slice(0, 7)], wire: wire(bytes) })]);
    expect(blockRatios(of("a", 380), of("b", 180), "bytes")).toMatchObject({ measured: [Math.log(2)] });
    expect(blockRatios(timing("a", []), timing("b", []), "bytes")).toBe("missing");
    expect(blockRatios(timing("a", []), timing("b", []), "cpu")).toBe("missing");
  });
});
