import { describe, expect, it } from "vitest";
import { buildComparison, buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import { formatSummary } from "./index.js";

const golden = (name: string, text: string) =>
  expect(`${text}\n`).toMatchFileSnapshot(`snapshots/summary-${name}.txt`);

const late = { code: "LATE_REPLIES", message: "2 replies came late" } as const;
const timing = (label: string, rounds: number) =>
  buildTiming(
    label,
    Array.from({ length: rounds }, (_, block) => buildRound([1 + block / 10], { block, warnings: [late] })),
  );

describe("formatSummary", () => {
  it("begins with the verdict, and has one table and the warnings", async () => {
    const result = buildResult([timing("WebSocket", 6), timing("gRPC", 6)], {
      comparisons: [buildComparison("gRPC"), buildComparison("gRPC", { by: "cpu", decides: false })],
    });
    await golden("verdict", formatSummary(result, { hint: "See `wireduel report`." }));
  });

  it("of one round begins with what the round shows", async () => {
    await golden("one-round", formatSummary(buildResult([timing("WebSocket", 1), timing("gRPC", 1)])));
  });

  it("of a run that was aborted has what was measured, and no verdict", async () => {
    const result = buildResult([timing("WebSocket", 6)], { status: "aborted", notRun: ["gRPC"] });
    await golden("aborted", formatSummary(result));
  });

  it("of a run that was stored before it ended says that it is partial", async () => {
    const result = buildResult([timing("WebSocket", 6)], { status: "running", notRun: ["gRPC"] });
    await golden("partial", formatSummary(result));
  });

  it("of a run without timings says so", () => {
    expect(formatSummary(buildResult([]))).not.toBe("");
  });
});
