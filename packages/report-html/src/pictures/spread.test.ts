import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../../core/src/fixtures/build-result.js";
import { measuredRound } from "../fixtures/measured.js";
import {
  countOf,
  drawingOf,
  growing,
  linesOf,
  pictureOf,
  severalRounds,
  tableOf,
} from "../fixtures/picture-of.js";

describe("how the times of each round are spread", () => {
  it("has a line, the half and the median of each round, and the same numbers in a table", () => {
    const result = buildResult([severalRounds("a", 3, growing(101)), severalRounds("b", 3, growing(101, 2))]);
    const picture = pictureOf(result, "spread");
    for (const size of ["narrow", "wide"] as const) {
      const drawing = drawingOf(picture, size);
      for (const name of ["ends", "half", "median"]) expect(linesOf(drawing, name)).toBe(2 * 3);
      expect(countOf(drawing, "<title>round 2: ")).toBe(2);
    }
    const [first, second] = result.timings.map(({ rounds }) =>
      rounds[0]?.times.transmissionMs?.p50.toFixed(2),
    );
    const table = tableOf(picture);
    expect(table.map(([round]) => round)).toEqual(["1", "2", "3"]);
    for (const [, a, b] of table) {
      expect(a).toMatch(new RegExp(`^${first} \\(`));
      expect(b).toMatch(new RegExp(`^${second} \\(`));
    }
  });

  it("marks rounds that lack payloads, and does not hide them", () => {
    const lost = measuredRound(growing(20), { block: 1 });
    const nothing = buildRound([], { block: 2, status: "failed" });
    const timing = buildTiming("a", [
      measuredRound(growing(20)),
      { ...lost, counts: { ...lost.counts, lost: 2 } },
      nothing,
    ]);
    const picture = pictureOf(buildResult([timing]), "spread");
    const drawing = drawingOf(picture, "wide");
    expect(countOf(drawing, 'class="fault"')).toBe(2);
    expect(linesOf(drawing, "median")).toBe(2);
    expect(tableOf(picture)[1]?.[1]).toContain("2 lost");
    expect(tableOf(picture)[2]?.[1]).toBe("ended early");
  });

  it("says of a round with few payloads how many there are, and draws no quarters", () => {
    const picture = pictureOf(buildResult([buildTiming("a", measuredRound([1, 2, 3]))]), "spread");
    expect(linesOf(drawingOf(picture, "narrow"), "half")).toBe(0);
    expect(tableOf(picture)[0]?.[1]).toContain("3 payloads");
  });

  it("puts rounds of one block on one level, also if a timing lacks a block", () => {
    const late = buildTiming("b", [measuredRound(growing(20), { block: 1 })]);
    const drawing = drawingOf(
      pictureOf(buildResult([severalRounds("a", 2, growing(20)), late]), "spread"),
      "wide",
    );
    const levels = [...drawing.matchAll(/class="half" d="M\S+ (\S+)H/g)].map(([, y]) => Number(y));
    const [first = 0, second = 0, ofLate = 0] = levels;
    const labels = [...drawing.matchAll(/class="name" x="\d+" y="(\d+)"/g)].map(([, y]) => Number(y));
    expect(second - first).toBeGreaterThan(0);
    expect(ofLate - (labels[1] ?? 0)).toBe(second - (labels[0] ?? 0));
  });
});
