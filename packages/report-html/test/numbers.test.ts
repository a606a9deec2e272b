import type { BenchmarkResult } from "@wireduel/core";
import { ratiosOf, typicalRound } from "@wireduel/core/report";
import type { Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { formatHtml } from "../src/index.js";
import { DESK, it, PHONE } from "./fixtures/browser.js";
import { large, matrix, measured } from "./fixtures/stored.js";

/** The texts of a table: a list for each row, the head first. */
function cellsOf(table: Locator): Promise<string[][]> {
  return table
    .locator("tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? "").trim())),
    );
}

/** The numbers of a picture, and the picture that a reader sees. */
const figureOf = (page: Page, id: string) => {
  const figure = page.locator(`figure#${id}`);
  return { table: figure.locator("details table"), picture: figure.locator("svg:visible") };
};

/** Whether a text is the number, rounded to as many digits as it has. */
function shows(text: string | undefined, value: number): boolean {
  const plain = (text ?? "").replaceAll(",", "");
  const decimals = plain.split(".")[1]?.length ?? 0;
  // An empty text would be the number 0.
  return plain !== "" && Math.abs(Number(plain) - value) <= 0.5000001 * 10 ** -decimals;
}

const decidingOf = ({ comparisons }: BenchmarkResult) => comparisons.filter(({ decides }) => decides);

describe.each([
  ["a run of two adapters", measured],
  ["fourteen adapters", large],
])("the figures of %s are those of the result", (_, result) => {
  const html = formatHtml(result);

  it("in the table at the top", async ({ open }) => {
    const { page } = await open(html);
    const [head = [], ...rows] = await cellsOf(page.locator("main table").first());
    for (const { label, ratio, low, high } of decidingOf(result)) {
      const row = rows.find(([name]) => name === label) ?? [];
      const at = (title: string) => row[head.findIndex((one) => one.startsWith(title))];
      expect(shows(at("x "), ratio as number), `${at("x ")} for ${ratio}`).toBe(true);
      const [from, until] = (at("interval") ?? "").split(" to ");
      if (low !== null) expect(shows(from, low), `${from} for ${low}`).toBe(true);
      if (high !== null) expect(shows(until, high), `${until} for ${high}`).toBe(true);
    }
  });

  it.for([PHONE, DESK])("in the picture of the ratios, at a width of %i pixels", async (width, { open }) => {
    const { page } = await open(html, { width });
    const { picture } = figureOf(page, "ratios");
    const ratioAt = await axisOf(picture);
    const drawn = picture.locator("line.interval");
    const lines = await drawn.evaluateAll((all) =>
      all.map((one) => ["x1", "x2"].map((name) => one.getAttribute(name))),
    );
    const pairs = ratiosOf(result).pairs.filter(
      ({ comparison }) => comparison.low !== null && comparison.high !== null,
    );
    expect(lines).toHaveLength(pairs.length);
    for (const [index, { comparison }] of pairs.entries()) {
      const [from = 0, until = 0] = (lines[index] as string[]).map((x) => ratioAt(Number(x)));
      expect(from / (comparison.low as number)).toBeCloseTo(1, 2);
      expect(until / (comparison.high as number)).toBeCloseTo(1, 2);
    }
    const dots = await dotsOf(picture);
    const rounds = ratiosOf(result).pairs.flatMap((pair) => pair.rounds);
    expect(dots).toHaveLength(rounds.length);
    for (const [index, ratio] of rounds.entries())
      expect(ratioAt(dots[index] as number) / ratio).toBeCloseTo(1, 2);
  });

  it("in the picture of the parts", async ({ open }) => {
    const { page } = await open(html);
    const [head = [], ...rows] = await cellsOf(figureOf(page, "parts").table);
    for (const timing of result.timings) {
      const row = rows.find(([label]) => label === timing.label) ?? [];
      const { times } = typicalRound(timing);
      for (const part of ["encode", "transport", "decode"] as const) {
        const shown = row[head.findIndex((title) => title.startsWith(part))];
        const value = times[`${part}Ms`]?.p50 ?? Number.NaN;
        expect(shows(shown, value), `${shown} for ${value}`).toBe(true);
      }
    }
  });
});

/** Reads ratios off a picture, from the numbers of its axis. */
async function axisOf(picture: Locator): Promise<(x: number) => number> {
  const ticks = await picture
    .locator("text.tick")
    .evaluateAll((all) =>
      all.map((one) => [Number(one.getAttribute("x")), Number(one.textContent)] as const),
    );
  const [x1, first] = ticks[0] as [number, number];
  const [x2, last] = ticks.at(-1) as [number, number];
  const perPixel = Math.log(last / first) / (x2 - x1);
  return (x) => first * Math.exp(perPixel * (x - x1));
}

/** Where the dots of a picture are, from its left. Those of an adapter may be one path, whose steps are relative. */
async function dotsOf(picture: Locator): Promise<number[]> {
  const drawn = await picture
    .locator("circle, path.dots")
    .evaluateAll((all) => all.map((one) => one.getAttribute("d") ?? `M${one.getAttribute("cx")}`));
  return drawn.flatMap((d) => {
    let at = 0;
    return [...d.matchAll(/[Mm](-?[\d.]+)/g)].map(([, right]) => {
      at += Number(right);
      return at;
    });
  });
}

describe("the figures of a matrix are those of its cells", () => {
  it("in its maps", async ({ open }) => {
    const { page } = await open(formatHtml(matrix));
    for (const { payload, network, load, result } of matrix.cells) {
      const [comparison] = decidingOf(result as BenchmarkResult);
      const [, ...rows] = await cellsOf(figureOf(page, `map-${network}-${load}`).table);
      const [, text = ""] = rows[payload] ?? [];
      const [ratio, low, high] = text.match(/[\d.,]+/g) ?? [];
      expect(shows(ratio, comparison?.ratio as number), text).toBe(true);
      expect(shows(low, comparison?.low as number), text).toBe(true);
      expect(shows(high, comparison?.high as number), text).toBe(true);
    }
  });
});
