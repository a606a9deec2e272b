import { describe, expect, it } from "vitest";
import {
  buildAxes,
  buildComparison,
  buildMatrix,
  buildResult,
  buildRound,
  buildTiming,
  explain,
} from "../internals.js";
import { pagePart } from "./page-part.js";

const rounds = (ms: number) => [0, 1, 2, 3, 4, 5].map((block) => buildRound([ms + block / 10], { block }));
const timings = [buildTiming("WebSocket", rounds(1)), buildTiming("gRPC", rounds(2))];

describe("the measured part of the page", () => {
  const comparisons = [buildComparison("gRPC")];
  const explained = buildResult(timings, { comparisons, explanations: explain(timings, comparisons) });
  const results = [explained, buildResult(timings, { comparisons })];
  const part = pagePart(buildMatrix(buildAxes([100], ["none", "wan"]), results));

  it("has a table for each network below a heading of the third level", () => {
    const headings = part.split("\n").filter((line) => line.startsWith("#"));
    expect(headings).toEqual(["### network: none", "### network: wan", "### Why"]);
    expect(part.match(/^\| 100 B \|/gm)).toHaveLength(2);
  });

  it("has a reason for the cells that show one, and for no other", () => {
    const [, below = ""] = part.split("### Why");
    const reasons = below.split("\n").filter((line) => line.startsWith("- "));
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(/^- \*\*100 B, network none\*\*: gRPC takes .* ms more/);
  });
});
