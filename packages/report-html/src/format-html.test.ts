import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { buildLargeResult } from "../../core/src/fixtures/build-large-result.js";
import { buildAxes, buildMatrix } from "../../core/src/fixtures/build-matrix.js";
import {
  buildComparison,
  buildResult,
  buildRound,
  buildTiming,
} from "../../core/src/fixtures/build-result.js";
import { compareResults } from "../../core/src/index.js";
import { HOSTILE } from "./fixtures/hostile-texts.js";
import { countOf } from "./fixtures/picture-of.js";
import { formatHtml } from "./index.js";

/** Several rounds of each adapter. Each round of the second one takes twice as long as that of the first one. */
function run(labels: readonly string[], rounds = 6, verdict: "slower" | "undecided" = "slower") {
  const timings = labels.map((label, place) =>
    buildTiming(
      label,
      Array.from({ length: rounds }, (_, block) => {
        const warnings =
          block === 0 ? [{ code: "LATE_REPLIES", message: `${label} came late` } as const] : [];
        return buildRound([(place + 1) * (1 + block / 100)], { block, place, warnings });
      }),
    ),
  );
  const [to = ""] = labels;
  const comparisons = labels.slice(1).map((label) => buildComparison(label, { to, rounds, verdict }));
  return buildResult(timings, { comparisons });
}

/** The scripts that a browser would run. */
const scriptsOf = (html: string) =>
  [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code = ""]) => code);
/** The page without its script, and without the result, whose base64 may have any word. */
const withoutScripts = (html: string) => html.replaceAll(/<script\b[\s\S]*?<\/script>/g, "");

/** The elements with text, without their own markup. */
const textOf = (html: string) =>
  withoutScripts(html)
    .replaceAll(/<style>[\s\S]*?<\/style>/g, "")
    .replaceAll(/<[^>]*>/g, " ");

describe("formatHtml", () => {
  it("has the verdict, each adapter, the warnings and the machine at its top", () => {
    const page = formatHtml(run(["WebSocket", "gRPC"]));
    const [top = ""] = page.split('id="compared"');
    expect(top).toMatch(/class="verdict"><p dir="auto">gRPC takes 2.1 to 2.4 times as long as WebSocket\./);
    expect(top).toContain("LATE_REPLIES");
    expect(top).toMatch(/<th scope="row">gRPC<.*2\.1 to 2\.4.*slower/);
    expect(top).toContain("2 x a processor");
    const parts = ['class="warnings"', "<table", "By the transmission time", "2 x a processor"];
    const places = parts.map((part) => top.indexOf(part));
    expect(places[0]).toBeGreaterThan(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("has a verdict in any case, and says at once what is missing", () => {
    const [, top = ""] = formatHtml({ ...run(["WebSocket", "gRPC"]), status: "aborted" }).split(
      'class="warnings"',
    );
    expect(top.split("</section>")[0]).toContain("This run was stopped early");
    const matrix = formatHtml({ ...buildMatrix(buildAxes([100, 200]), []), status: "aborted" });
    expect(matrix).toMatch(/class="verdict"><p dir="auto">[^<]+<\/p>/);
    expect(matrix).toContain('class="warnings"');
  });

  it("writes what stands between backticks as code", () => {
    const page = formatHtml(run(["a `b` <c>", "d"], 1));
    expect(page).toContain("a <code>b</code> &lt;c&gt;");
  });

  it("has no section for warnings if there are none", () => {
    expect(formatHtml(buildResult([buildTiming("a", buildRound([1]))]))).not.toContain('class="warnings"');
  });

  it("forbids every request and every script but its own, and has none", () => {
    const page = formatHtml(run(["WebSocket", "gRPC"]));
    const [script = "", ...others] = scriptsOf(page);
    expect(others).toEqual([]);
    const hash = createHash("sha256").update(script).digest("base64");
    expect(page.replaceAll("&#39;", "'")).toContain(
      `http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(countOf(page, /<script\b/)).toBe(2);
    expect(withoutScripts(page)).not.toMatch(
      /<(link|img|iframe|object|embed|base)\b|\bsrc=|\bhref="[^#]|url\(|@import| on\w+="/i,
    );
  });

  it("links to sections that it has, and names the mark of each adapter", () => {
    const page = formatHtml(run(["WebSocket", "gRPC", "TCP"]));
    const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(3);
    for (const id of links) expect(countOf(page, `<h2 id="${id}">`)).toBe(1);
    const [, marks = ""] = page.split('<ul id="adapters"');
    expect(countOf(marks.split("</ul>")[0] ?? "", '<path class="mark"')).toBe(3);
  });

  it("has one heading of the first level, and skips no level", () => {
    const page = formatHtml(run(["WebSocket", "gRPC"]));
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  it("draws the interval and a dot for each round, and has the same numbers in a table", () => {
    const page = formatHtml(run(["WebSocket", "gRPC", "TCP"], 7));
    const [, figure = ""] = page.split('<figure id="ratios">');
    const [picture = ""] = figure.split("</figure>");
    // Once for a phone, once for a desk.
    expect(countOf(picture, "<circle ")).toBe(2 * 2 * 7);
    expect(countOf(picture, 'class="interval"')).toBe(2 * 2);
    expect(countOf(picture, 'class="band"')).toBe(2);
    expect(picture).toContain(`<td>${Array(7).fill("2.00").join(", ")}`);
    expect(picture).toContain(`<td>${Array(7).fill("3.00").join(", ")}`);
  });

  it("has no brackets for an interval that is not known", () => {
    const result = run(["WebSocket", "gRPC"], 3, "undecided");
    const comparisons = result.comparisons.map((one) => ({ ...one, low: null, high: null }));
    const [, figure = ""] = formatHtml({ ...result, comparisons }).split('<figure id="ratios">');
    expect(figure).toContain(">2.2 undecided</text>");
  });

  it("leaves out pictures without data", () => {
    const one = formatHtml(buildResult([buildTiming("a", buildRound([1]))]));
    expect(one).not.toContain('id="ratios"');
    expect(one).toContain('id="parts"');
    const nothing = formatHtml(buildResult([], { notRun: ["a"] }));
    expect(nothing).not.toContain("<figure");
    expect(nothing).toContain("Nothing was measured");
  });

  it("draws a map for each network of a matrix, with a cell for each pair and payload", () => {
    const cell = run(["WebSocket", "gRPC", "TCP"], 6, "undecided");
    const page = formatHtml(
      buildMatrix(buildAxes([100, 200, 300], ["none", "wan"]), [cell, cell, cell, cell, cell]),
    );
    expect(countOf(page, /<figure id="map-\d-0">/)).toBe(2);
    expect(countOf(page, 'class="cell"')).toBe(2 * 2 * 3 * 2);
    expect(countOf(page, '<g class="undecided">')).toBe(2 * 2 * 5);
    expect(page).toContain("unfinished");
    const [top = ""] = page.split('id="compared"');
    expect(countOf(top, "<h2 dir=")).toBe(2);
  });

  it("names pictures for readers who do not see them, with ids that are unique", () => {
    const page = formatHtml(run(["WebSocket", "gRPC"]));
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = [...page.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap(([, list = ""]) =>
      list.split(" "),
    );
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    const shown = countOf(page, "<svg ") - countOf(page, '<svg aria-hidden="true"');
    expect(countOf(page, 'role="img" aria-labelledby=')).toBe(shown);
  });

  it("advises in the words of the caller", () => {
    const hint = "Measure <more>.";
    const [own = ""] = formatHtml(buildResult([buildTiming("a", buildRound([1]))]), { hint }).split(
      "</header>",
    );
    expect(own).toContain("Measure &lt;more&gt;.");
    expect(own).not.toContain("`rounds`");
    expect(formatHtml(run(["WebSocket", "gRPC"]), { hint })).toContain("Measure &lt;more&gt;.");
  });

  it("draws what is allowed at its ratio, and says whether it is kept", () => {
    const [top = "", ratios = ""] = formatHtml(run(["WebSocket", "gRPC", "TCP"]), { tolerance: 10 }).split(
      'id="ratios"',
    );
    expect(top).not.toContain('class="limit"');
    const [picture = ""] = ratios.split("</figure>");
    expect(countOf(picture, 'class="limit"')).toBe(2);
    expect(countOf(picture, "at most 1000 % slower · ✓ kept")).toBe(2 * 2);
    expect(formatHtml(run(["WebSocket", "gRPC"]), { tolerance: 0.1 })).toContain("✗ exceeded");
    expect(formatHtml(run(["WebSocket", "gRPC"]))).not.toContain('class="limit"');
  });

  it("has a picture of absolute limits, with a line for each and a dot for each round", () => {
    const limits = [
      { label: "gRPC", value: "p50", bound: 100 },
      { label: "gRPC", value: "throughput", bound: 1e6 },
      { label: "gone", value: "p50", bound: 0 },
    ] as const;
    const page = formatHtml(run(["WebSocket", "gRPC"], 12), { limits });
    const [picture = ""] = (page.split('id="limits"')[1] ?? "").split("</figure>");
    expect(countOf(picture, 'class="limit"')).toBe(2 * 3);
    expect(countOf(picture, "<circle ")).toBe(2 * 2 * 12);
    for (const word of ["✓ kept", "✗ exceeded", "! no answer"]) expect(picture).toContain(`<td>${word}`);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("begins with the answer of a gate", () => {
    const rule = {
      where: "",
      rule: `at most ${HOSTILE}`,
      answer: "fail",
      measured: ["a", "b"],
      reason: "",
    } as const;
    const gate = { answer: "fail", title: "The gate failed.", rules: [rule], notes: [HOSTILE] } as const;
    const page = formatHtml(run(["WebSocket", "gRPC"]), { gate });
    expect(page.indexOf("✗ The gate failed.")).toBeLessThan(page.indexOf('class="verdict'));
    expect(page).toContain("measured: a; measured again: b");
    expect(page).not.toMatch(/<img\b/i);
  });

  it.each([
    [{ tolerance: -1 }, "options.tolerance"],
    [{ limits: [{ label: "a", value: "p98", bound: 1 }] }, "options.limits[0].value"],
    [{ gate: { answer: "maybe" } }, "options.gate"],
    [{ baseline: {} }, "options.baseline"],
  ])("refuses the options %j", (options, named) => {
    expect(() => formatHtml(run(["a"]), options as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(named) }),
    );
  });

  it("shows the command line that it is given", () => {
    const result = run(["WebSocket", "gRPC"]);
    expect(formatHtml(result, { command: "wireduel ws grpc --seed '<1>'" })).toContain(
      '<code id="command">wireduel ws grpc --seed &#39;&lt;1&gt;&#39;</code>',
    );
    expect(() => formatHtml(result, { command: 5 as never })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });

  it("writes the same for the same result", () => {
    expect(formatHtml(run(["WebSocket", "gRPC"]))).toBe(formatHtml(run(["WebSocket", "gRPC"])));
  });

  it("is smaller than 150 kB for 14 adapters with 10 rounds, with all pictures that a gate can have", {
    timeout: 120_000,
  }, async () => {
    const result = await buildLargeResult({ adapters: 14, rounds: 10, transmissions: 2_000, listed: 1_000 });
    const base = { ...result, provenance: { ...result.provenance, id: "base" } };
    const labels = result.timings.map(({ label }) => label);
    const page = formatHtml(result, {
      embedResult: false,
      tolerance: 0.1,
      baseline: compareResults(base, result),
      limits: labels.slice(0, 2).map((label) => ({ label, value: "p99", bound: 20 })),
    });
    const pictures = [...page.matchAll(/<figure id="([^"]+)"/g)].map(([, id]) => id);
    expect(pictures).toEqual([
      ...["baseline", "ratios", "limits", "spread", "percentiles-transmissionMs", "over-time"],
      ...["parts", "costs", "course"],
    ]);
    expect(page).not.toContain("NaN");
    expect(Buffer.byteLength(page)).toBeLessThan(150_000);
  });
});

describe("hostile results", () => {
  const result = run([HOSTILE, `${HOSTILE} 2`]);
  const matrix = buildMatrix(buildAxes([100]), [result]);

  it.each([
    ["run", result],
    ["matrix", matrix],
  ])("are text on the page of a %s", (_, stored) => {
    const page = formatHtml(stored, { command: HOSTILE });
    // Its own, and the data of the result.
    expect(countOf(page, /<script\b/i)).toBe(2);
    expect(page).not.toMatch(/<img\b/i);
    expect(countOf(page, "</title></style>")).toBe(0);
    expect(countOf(page, "<style>")).toBe(1);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    for (const character of ["\u0000", "\u202e"]) expect(page).not.toContain(character);
    expect(Buffer.from(page, "utf8").toString("utf8")).toBe(page);
    expect(textOf(page)).not.toMatch(/[<>]/);
  });

  it("with 200 adapters, ratios far apart and ends that are not known still have a page", () => {
    const labels = Array.from({ length: 200 }, (_, index) => `${index}`);
    const many = run(labels, 2);
    const comparisons = many.comparisons.map((comparison, index) => {
      const [low, high] = [index % 3 === 0 ? null : 1e-12, index % 2 === 0 ? null : 1e12];
      return { ...comparison, ratio: 1, low, high, verdict: "undecided" as const };
    });
    const page = formatHtml({ ...many, comparisons });
    expect(withoutScripts(page)).not.toMatch(/NaN|Infinity|undefined/);
    expect(countOf(page, "interval open")).toBeGreaterThan(50);
  });

  it.each([[null], [{}], ["x"], [{ kind: "matrix" }]])("that are none are refused: %j", (stored) => {
    expect(() => formatHtml(stored as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });
});
