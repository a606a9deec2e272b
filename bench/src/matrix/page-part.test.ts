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
const partOf = (...slower: readonly string[]) => {
  const timings = [
    buildTiming("WebSocket", rounds(1)),
    ...slower.map((label, index) => buildTiming(label, rounds(2 + index))),
  ];
  const comparisons = slower.map((label) => buildComparison(label));
  const explained = buildResult(timings, { comparisons, explanations: explain(timings, comparisons) });
  const results = [explained, buildResult(timings, { comparisons })];
  return pagePart(buildMatrix(buildAxes([100], ["none", "wan"]), results));
};
const reasonsOf = (part: string) => {
  const [, below = ""] = part.split("### Why\n\n");
  const [list = ""] = below.split("\n\n");
  return list.split("\n");
};

describe("the measured part of the page", () => {
  it("has a table for each network below a heading of the third level", () => {
    const part = partOf("gRPC");
    const headings = part.split("\n").filter((line) => line.startsWith("#"));
    expect(headings).toEqual(["### network: none", "### network: wan", "### Why"]);
    expect(part.match(/^\| 100 B \|/gm)).toHaveLength(2);
  });

  it("has a reason for the cells that show one, and for no other", () => {
    const [place, ...reasons] = reasonsOf(partOf("gRPC"));
    expect(place).toBe("- **100 B, network none**");
    expect(reasons).toEqual([expect.stringMatching(/^ {2}- gRPC takes .* ms more/)]);
  });

  it("has a reason for each pair", () => {
    const [, ...reasons] = reasonsOf(partOf("gRPC", "HTTP/1.1"));
    expect(reasons).toEqual([
      expect.stringMatching(/^ {2}- gRPC and WebSocket: gRPC takes .* ms more/),
      expect.stringMatching(/^ {2}- HTTP\/1\.1 and WebSocket: HTTP\/1\.1 takes .* ms more/),
    ]);
  });
});
