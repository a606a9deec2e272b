import { describe, expect, it } from "vitest";
import {
  buildProvenance,
  buildResult,
  buildRound,
  buildTiming,
} from "../../core/src/fixtures/build-result.js";
import { compareResults } from "../../core/src/index.js";
import { formatComparisonHtml, formatHtml } from "./index.js";

const run = (id: string, ms: number) => {
  const rounds = Array.from({ length: 12 }, (_, block) => buildRound([ms * (1 + block / 100)], { block }));
  return buildResult([buildTiming("<b>WebSocket</b>", rounds)], { provenance: buildProvenance({ id }) });
};
const comparison = compareResults(run("base", 1), run("head", 2));

describe("formatComparisonHtml", () => {
  it("begins with the verdict on each adapter, and has a picture for each measure", () => {
    const page = formatComparisonHtml(comparison);
    expect(page).toMatch(
      /class="verdict"><p dir="auto">&lt;b&gt;WebSocket&lt;\/b&gt; of head takes .* as long as/,
    );
    const measures = new Set(comparison.comparisons.map(({ by }) => by));
    expect(page.match(/<figure /g)).toHaveLength(measures.size);
    expect(page).not.toMatch(/<b>|NaN|undefined/);
    expect(page.endsWith("</html>\n")).toBe(true);
  });

  it("has a section for each cell of two matrices", () => {
    const page = formatComparisonHtml(["100 B", "1 MB <lan>"].map((cell) => ({ cell, comparison })));
    expect(page.match(/<section /g)).toHaveLength(2);
    expect(page).toContain("1 MB &lt;lan&gt;");
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says when and where each was measured, and how to compare them again", () => {
    const command = "wireduel compare 'a b.json' c.json";
    const page = formatComparisonHtml(comparison, { base: run("base", 1), head: run("head", 2), command });
    const measured = page.split('id="measured"')[1] ?? "";
    expect(measured.match(/2 x a processor/g)).toHaveLength(2);
    expect(measured.indexOf("Base:")).toBeLessThan(measured.indexOf("Head:"));
    expect(page).toContain("wireduel compare &#39;a b.json&#39; c.json</code>");
    expect(formatComparisonHtml(comparison)).not.toMatch(/id="(measured|repeat)"/);
  });

  it.each([[null], [{ comand: "x" }], [{ command: 5 }], [{ base: {} }], [{ head: "x" }]])(
    "refuses the options %j",
    (options) => {
      expect(() => formatComparisonHtml(comparison, options as never)).toThrow(
        expect.objectContaining({ code: "INVALID_OPTION" }),
      );
    },
  );

  it.each([[null], [{}], [[5]], [[null]], [[{ cell: 5, comparison }]], ["x"]])("refuses %j", (compared) => {
    expect(() => formatComparisonHtml(compared as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});

describe("a page with a baseline", () => {
  it("has a picture of the ratios to it, with what is allowed", () => {
    const page = formatHtml(run("head", 2), { baseline: comparison, tolerance: 0.1 });
    const [picture = ""] = (page.split('id="baseline"')[1] ?? "").split("</figure>");
    expect(picture).toContain("compared with the baseline");
    expect(picture).toContain("✗ exceeded");
  });
});
