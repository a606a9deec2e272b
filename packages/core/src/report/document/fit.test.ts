import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildAxes, buildMatrix } from "../../fixtures/build-matrix.js";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import { formatMarkdown, formatMatrixMarkdown } from "../index.js";
import { asIs, type Block, heading, lines, strong, table } from "./block.js";
import { asMarkdownWithin } from "./fit.js";
import { asMarkdown } from "./markdown.js";

const line = fc.string({ maxLength: 80 });
const block: fc.Arbitrary<Block> = fc.oneof(
  line.map(heading),
  line.map((text) => strong(text)),
  fc.array(line, { maxLength: 30 }).map((all) => lines(...all)),
  fc.array(line, { maxLength: 30 }).map((all) => asIs(...all)),
  fc.array(fc.tuple(line, line), { maxLength: 60 }).map((rows) => table(["", "x"], rows)),
);
const NOTE = /^\*\*[\d,]+ lines are left out/m;

describe("a report as Markdown of a limited length", () => {
  it("is as it was if it is short enough, and otherwise never too long", () => {
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 40 }),
        fc.integer({ min: 1_000, max: 4_000 }),
        (blocks, most) => {
          const whole = asMarkdown(blocks);
          const fitted = asMarkdownWithin(blocks, { mostCharacters: most });
          expect(fitted.length).toBeLessThanOrEqual(most);
          if (whole.length <= most) expect(fitted).toBe(whole);
          else expect(fitted).toMatch(NOTE);
        },
      ),
    );
  });

  it("keeps the conclusion of a run with many transmissions, and the size of a comment", () => {
    const times = Array.from({ length: 1_000 }, (_, index) => 1 + index / 1_000);
    const timings = ["a", "b", "c"].map((label) => buildTiming(label, buildRound(times)));
    const text = formatMarkdown(buildResult(timings));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(60_000);
    expect(text).toMatch(NOTE);
    expect(text).toContain("## Comparison");
    expect(formatMarkdown(buildResult(timings), { mostCharacters: 1e6 })).not.toMatch(NOTE);
  });

  it("keeps the size of a comment for a matrix of 2,000 cells", () => {
    const results = [buildResult([buildTiming("a", buildRound([1])), buildTiming("b", buildRound([2]))])];
    const sizes = Array.from({ length: 2_000 }, (_, index) => index + 1);
    const text = formatMatrixMarkdown(buildMatrix(buildAxes(sizes, ["none", "wan"]), results));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(NOTE);
  });

  it.each([[{ mostCharacters: 999 }], [{ mostCharacters: "1" }], [{ most: 1 }]])("refuses %j", (options) => {
    const result = buildResult([buildTiming("a", buildRound([1]))]);
    expect(() => formatMarkdown(result, options as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});
