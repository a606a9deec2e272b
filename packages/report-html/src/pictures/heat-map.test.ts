import { describe, expect, it } from "vitest";
import { buildAxes, buildMatrix } from "../../../core/src/fixtures/build-matrix.js";
import {
  buildComparison,
  buildResult,
  buildRound,
  buildTiming,
} from "../../../core/src/fixtures/build-result.js";
import type { Verdict } from "../../../core/src/verdict/comparison.js";
import { crossoversOf } from "../../../core/src/verdict/crossover.js";
import { heatMap } from "./heat-map.js";
import type { Drawing, Picture } from "./picture.js";

const RATIOS: Readonly<Record<Verdict, number>> = {
  faster: 0.5,
  slower: 2,
  same: 1,
  undecided: 1.1,
  invalid: 1,
};

/** A matrix with a pair for each list of verdicts, which are along the sizes. */
function matrixOf(pairs: readonly (readonly Verdict[])[], sizes: readonly number[]) {
  const axes = buildAxes(sizes);
  const labels = ["base", ...pairs.map((_, index) => `adapter ${index}`)];
  const timings = labels.map((label) => buildTiming(label, buildRound([1])));
  const results = sizes.map((_, place) =>
    buildResult(timings, {
      comparisons: pairs.map((verdicts, index) => {
        const verdict = verdicts[place] as Verdict;
        const ratio = verdict === "invalid" ? null : RATIOS[verdict];
        return buildComparison(`adapter ${index}`, { to: "base", verdict, ratio, low: ratio, high: ratio });
      }),
    }),
  );
  const matrix = buildMatrix(axes, results);
  const cells = matrix.cells.map(({ result, ...cell }) => ({
    ...cell,
    comparisons: result?.comparisons ?? [],
  }));
  return { ...matrix, crossovers: crossoversOf(axes.payloads, cells) };
}

function mapOf(pairs: readonly (readonly Verdict[])[], sizes: readonly number[]): Picture {
  const [picture] = heatMap(matrixOf(pairs, sizes), { limits: [] });
  return picture as Picture;
}

const countOf = ({ content }: Drawing, part: string) => content.text.split(part).length - 1;

describe("the heat map", () => {
  const SIZES = [100, 1_000, 10_000, 100_000];

  it("marks a change of the verdict between two payloads with a line", () => {
    const map = mapOf([["faster", "faster", "slower", "slower"]], SIZES);
    const drawing = map.draw(320);
    expect(countOf(drawing, 'class="turn"')).toBe(1);
    expect(drawing.content.text).toContain(">order turns<");
    expect(map.table.rows.at(-1)).toEqual([
      "the verdict changes",
      "faster up to 1000 B, slower from 10000 B on",
    ]);
  });

  it("puts a frame around payloads that show neither", () => {
    const map = mapOf([["faster", "undecided", "undecided", "same"]], SIZES);
    const drawing = map.draw(320);
    expect(countOf(drawing, 'class="turn frame"')).toBe(1);
    expect(countOf(drawing, 'class="turn"')).toBe(0);
    expect(drawing.content.text).toContain(">then same<");
  });

  it("has neither if nothing changes, or if there is one payload", () => {
    for (const map of [
      mapOf([["slower", "undecided", "slower", "invalid"]], SIZES),
      mapOf([["slower"]], [100]),
    ]) {
      expect(map.draw(320).content.text).not.toContain("turn");
      expect(map.description).not.toContain("changes");
      expect(map.table.rows.flat().join()).not.toContain("changes");
    }
  });

  it.each([
    [1, 1],
    [3, 2],
    [12, 13],
  ])(
    "of %i sizes and %i pairs keeps all marks inside the picture, and no two rows overlap",
    (sizes, pairs) => {
      const verdicts: Verdict[] = ["faster", "undecided", "slower", "same", "invalid"];
      const bytes = Array.from({ length: sizes }, (_, index) => 100 * 2 ** index);
      const map = mapOf(
        Array.from({ length: pairs }, (_, pair) =>
          bytes.map((__, size) => verdicts[(pair + size) % 5] as Verdict),
        ),
        bytes,
      );
      for (const width of [320, 820]) {
        const { content, height, width: drawn } = map.draw(width);
        const cells = [
          ...content.text.matchAll(
            /class="cell" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
          ),
        ];
        expect(cells).toHaveLength(sizes * pairs);
        for (const [, x, y, w, h] of cells) {
          expect(Number(x) + Number(w)).toBeLessThanOrEqual(drawn);
          expect(Number(y) + Number(h)).toBeLessThanOrEqual(height);
        }
        const tops = [...new Set(cells.map(([, , y]) => Number(y)))];
        for (const [index, top] of tops.slice(1).entries())
          expect(top - (tops[index] as number)).toBeGreaterThanOrEqual(44);
      }
    },
  );

  it("is in the order of the sizes, whatever the order of the payloads", () => {
    const names = mapOf([["faster", "slower", "slower"]], [100, 10_000, 1_000]).table.rows.map(
      ([name]) => name,
    );
    expect(names.slice(0, 3)).toEqual(["100 B", "1000 B", "10000 B"]);
  });
});
