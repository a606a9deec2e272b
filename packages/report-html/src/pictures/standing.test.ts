import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../../core/src/fixtures/build-result.js";
import { buildSender, buildSenders } from "../../../core/src/fixtures/build-senders.js";
import { countOf, pictureOf } from "../fixtures/picture-of.js";

describe("an adapter that failed", () => {
  const labels = ["one", "two"].map((end) => `${"x".repeat(200)} ${end}`) as [string, string];
  const senders = buildSenders([buildSender(1), buildSender(2)]);
  const result = buildResult([
    buildTiming(labels[0], buildRound([1], { senders })),
    buildTiming(labels[1], buildRound([0.01], { senders, status: "failed" })),
  ]);

  it.each([
    ["over-time", 0],
    ["parts", 1],
    ["costs", 1],
    ["senders", 2],
  ])("is called so in %s, and a long label keeps its end", (id, rows) => {
    const picture = pictureOf(result, id);
    expect(countOf(picture, ">failed: ")).toBe(2);
    expect(countOf(picture, "two (failed)")).toBe(rows);
    expect([/…[^<]*o</, /…[^<]*e</].map((end) => countOf(picture, end))).toEqual([2, 2]);
  });
});
