import { describe, expect, it } from "vitest";
import { buildRound, buildTiming } from "../fixtures/build-result.js";
import type { RoundResult } from "../result/result.js";
import { formatTotals } from "./index.js";

/** The lines of a timing with one round. */
function linesOf(
  transmissionsMs: readonly number[],
  more: Partial<RoundResult> = {},
  timing: Parameters<typeof buildTiming>[2] = {},
): string[] {
  return formatTotals(buildTiming("ws", buildRound(transmissionsMs, more), timing), { noun: "image" }).split(
    "\n",
  );
}

const { counts } = buildRound([1, 2]);
const find = (lines: readonly string[], start: string) =>
  lines.filter((line) => line.trimStart().startsWith(start));

describe("formatTotals", () => {
  it("mentions delays only if there are some: N payloads have N - 1", () => {
    expect(find(linesOf([1]), "Total transfer time")[0]).not.toContain("1s");
    expect(find(linesOf([1, 2]), "Total transfer time")[0]).toContain("1s");
  });

  it("has the service time beside the transmission time of a closed loop", () => {
    const lines = linesOf([1, 2, 3]);
    expect(find(lines, "Transmission time")[0]).toContain("p50 2.00 ms, max 3.00 ms");
    expect(find(lines, "Service time")[0]).toContain("p50 2.10 ms, max 3.10 ms");
    expect(find(lines, "Response time")).toEqual([]);
  });

  it("says of how many payloads the sum is, if some failed", () => {
    const some = linesOf([1, 2], { counts: { ...counts, acknowledged: 1, failed: 1 } });
    expect(find(some, "Sum of transmission times")[0]).toContain("1 of 2 images");
    expect(find(linesOf([1, 2]), "Sum of transmission times")[0]).not.toContain("images");
  });

  it("shows a failed warm-up differently from none", () => {
    const firstTransmission = null;
    expect(find(linesOf([1], { warmedUp: 3 }), "Warm-up")[0]).toContain("3 of 20 images");
    expect(find(linesOf([1], { warmedUp: 0, firstTransmission }), "Warm-up")[0]).toContain("0 of 20 images");
    expect(find(linesOf([1], { warmedUp: 0 }, { warmupCount: 0 }), "No warm-up")).toHaveLength(1);
    expect(find(linesOf([1], { warmedUp: 40 }, { connections: 2 }), "Warm-up: 40 images")).toHaveLength(1);
  });

  it("gives the message of a failure to the first payload only, and lists what is not listed elsewhere", () => {
    const first = "the frame has 101 bytes, the limit is 100";
    const failed = {
      counts: { ...counts, failed: 2 },
      failures: [{ code: "FRAME_TOO_LARGE", count: 2, first }],
    } as const;
    const capped = { ...failed, transmissions: [] };
    expect(find(linesOf([1, 2], capped), "2 × FRAME_TOO_LARGE, the first:")).toHaveLength(1);
    // Each listed transmission has its own line.
    expect(find(linesOf([1, 2], failed), "2 ×")).toEqual([]);
  });

  it("says what the receiver never saw, saw twice, or saw damaged", () => {
    const faults = { lost: 1, undelivered: 2, duplicated: 3, damaged: 4 };
    const lines = find(linesOf([1, 2], { counts: { ...counts, ...faults } }), "At the receiver:");
    expect(lines.map((line) => Number(line.match(/\d+/)?.[0]))).toEqual([1, 2, 3, 4]);
    expect(find(linesOf([1, 2], { counts: { ...counts, lost: null } }), "At the receiver:")).toEqual([]);
  });

  it("does not say that a round ended early if only its settings are unknown", () => {
    const describing = [{ code: "DESCRIBE_FAILED", message: "describe: no" } as const];
    expect(find(linesOf([1], { errors: describing }), "Ended early")).toEqual([]);
    const closed = [{ code: "LINK_CLOSED", message: "the link closed" } as const];
    expect(find(linesOf([1], { errors: closed, status: "failed" }), "Ended early")).toHaveLength(1);
  });
});
