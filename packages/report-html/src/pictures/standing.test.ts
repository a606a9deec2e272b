import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../../core/src/fixtures/build-result.js";
import { countOf, pictureOf } from "../fixtures/picture-of.js";

describe("an adapter that failed", () => {
  const labels = ["one", "two"].map((end) => `${"x".repeat(200)} ${end}`) as [string, string];
  const result = buildResult([
    buildTiming(labels[0], buildRound([1])),
    buildTiming(labels[1], buildRound([0.01], { status: "failed" })),
  ]);

  it.each(["over-time", "parts", "costs"])("is called so in %s, and a long label keeps its end", (id) => {
    const picture = pictureOf(result, id);
    expect(countOf(picture, ">failed: ")).toBe(2);
    expect(countOf(picture, "two (failed)")).toBe(id === "over-time" ? 0 : 1);
    expect([/…[^<]*o</, /…[^<]*e</].map((end) => countOf(picture, end))).toEqual([2, 2]);
  });
});
