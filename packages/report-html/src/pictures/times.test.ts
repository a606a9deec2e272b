import { describe, expect, it } from "vitest";
import {
  buildResult,
  buildRound,
  buildTiming,
  buildTransmission,
} from "../../../core/src/fixtures/build-result.js";
import type { Timing } from "../../../core/src/result/result.js";
import { measuredRound } from "../fixtures/measured.js";
import { countOf, drawingOf, growing, pictureOf, severalRounds, tableOf } from "../fixtures/picture-of.js";
import { formatHtml } from "../index.js";

describe("pictures of times", () => {
  it("have an axis of factors if times are far apart, and of differences if not", () => {
    const far = [severalRounds("a", 1, growing(20)), severalRounds("b", 1, growing(20, 1_000))];
    const ticksOf = (timings: readonly Timing[]) =>
      [
        ...drawingOf(pictureOf(buildResult(timings), "spread"), "wide").matchAll(
          /class="tick"[^>]*>([^<]*)</g,
        ),
      ].map(([, text = ""]) => Number(text.replace(",", "")));
    const factors = ticksOf(far);
    expect(factors).toEqual(expect.arrayContaining([1, 10, 100, 1_000]));
    const [one = 0, two = 0, three = 0] = ticksOf(far.slice(0, 1));
    expect(three - two).toBeCloseTo(two - one, 6);
  });

  it("have the median that the result has, if it is exact", () => {
    const times = Array.from({ length: 20 }, (_, index) => index + 1);
    const round = { ...measuredRound(times), times: buildRound(times).times };
    const result = buildResult([buildTiming("a", round)]);
    expect(tableOf(pictureOf(result, "spread"))[0]?.[1]).toMatch(/^10\.5 \(/);
    expect(tableOf(pictureOf(result, "percentiles-transmissionMs"))[0]?.[3]).toBe("10.5");
  });

  it("are the same adapter's in all pictures", () => {
    const page = formatHtml(
      buildResult([severalRounds("a", 1, growing(20)), severalRounds("b", 1, growing(20))]),
    );
    for (const id of ["spread", "percentiles-transmissionMs", "over-time"]) {
      const [, after = ""] = page.split(`<figure id="${id}">`);
      const [, drawing = ""] = after.split("<svg ");
      expect(drawing).toContain('<g class="c0 d0 a0">');
      expect(drawing).toContain('<g class="c1 d0 a1">');
    }
  });

  it("draw negative times, and none that nobody can draw", () => {
    const times = [-0.01, 0.02, 0.03, 0.04, 0.05, 0.06];
    const transmissions = [...times, 1e300, -1e300].map((ms, index) => buildTransmission(index, ms));
    const round = measuredRound([0.01, 0.02, 0.03, 0.04, 0.05, 0.06], { transmissions });
    const page = formatHtml(buildResult([buildTiming("a", round)]));
    expect(page.replaceAll(/<script[\s\S]*?<\/script>/g, "")).not.toMatch(/NaN|Infinity|undefined/);
    expect(
      countOf(drawingOf(pictureOf(buildResult([buildTiming("a", round)]), "over-time"), "wide"), "h0"),
    ).toBe(6);
  });

  it("are drawn once if there are many adapters", () => {
    const labels = Array.from({ length: 14 }, (_, index) => `adapter ${index}, with a label of usual length`);
    const result = buildResult(
      labels.map((label, index) => severalRounds(label, 10, growing(300, 1.2 ** index))),
    );
    const page = formatHtml(result);
    expect(countOf(page, 'class="scroll once ')).toBe(countOf(page, "<figure "));
    const [, chapter = ""] = page.split('<section aria-labelledby="times">');
    expect((chapter.split("</section>")[0] ?? "").length).toBeLessThan(65_000);
  });
});
