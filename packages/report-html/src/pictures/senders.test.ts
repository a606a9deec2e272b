import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../../core/src/fixtures/build-result.js";
import { buildSender, buildSenders } from "../../../core/src/fixtures/build-senders.js";
import type { SenderPart } from "../../../core/src/result/result.js";
import { summaryOf } from "../../../core/src/round/fixtures/measured.js";
import { drawingOf, linesOf, pictureOf, tableOf } from "../fixtures/picture-of.js";
import { formatHtml } from "../index.js";

const { times: NO_TIMES } = buildRound([]);
const lost = { code: "SENDER_LOST", message: "ended with SIGKILL" } as const;

function senderOf(number: number, more: Partial<SenderPart> = {}): SenderPart {
  const transmissionMs = { ...summaryOf(number), p99: 2 * number };
  return buildSender(number, { times: { ...NO_TIMES, transmissionMs }, ...more });
}

const resultOf = (...adapters: readonly (readonly SenderPart[])[]) =>
  buildResult(
    adapters.map((each, index) =>
      buildTiming(
        `adapter ${index}`,
        buildRound([1, 2], each.length === 0 ? {} : { senders: buildSenders(each) }),
      ),
    ),
    { settings: { senders: 3 } },
  );

describe("the picture of several senders", () => {
  it("has a line for each sender, and a cross for one that was lost", () => {
    const ofLost = {
      status: "failed",
      end: null,
      times: NO_TIMES,
      startedAfterMs: null,
      error: lost,
    } as const;
    const result = resultOf(
      [senderOf(1), senderOf(2), senderOf(3)],
      [senderOf(1), senderOf(2), senderOf(3, ofLost)],
    );
    const picture = pictureOf(result, "senders");
    const drawing = drawingOf(picture, "wide");
    expect(linesOf(drawing, "half")).toBe(5);
    expect(linesOf(drawing, "median")).toBe(5);
    expect(linesOf(drawing, "fault")).toBe(1);
    expect(tableOf(picture)[5]).toEqual(["adapter 1", "sender 3", "lost", "-", "-", "333"]);
  });

  it("has a tick for a sender with too few payloads for a p99", () => {
    const few = { times: { ...NO_TIMES, transmissionMs: summaryOf(2) } };
    const drawing = drawingOf(pictureOf(resultOf([senderOf(1), senderOf(2, few)]), "senders"), "wide");
    expect([linesOf(drawing, "half"), linesOf(drawing, "median")]).toEqual([1, 2]);
  });

  it("is on no page of a run with one sender", () => {
    expect(pictureOf(resultOf([]), "senders")).toBe("");
  });

  it("stands beside the number of senders, and a table of what each did", () => {
    const page = formatHtml(resultOf([senderOf(1), senderOf(2), senderOf(3)]));
    expect(page).toContain("number of senders");
    expect(page).toMatch(/<td class="text"[^>]*>sender 3/);
  });
});
