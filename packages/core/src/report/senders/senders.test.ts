import { describe, expect, it } from "vitest";
import { buildEnd, buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import { buildSender, buildSenders } from "../../fixtures/build-senders.js";
import type { RoundResult, SenderPart } from "../../result/result.js";
import { endUsing } from "../../round/fixtures/measured.js";
import { formatComparison, formatMarkdown, formatSummary, formatText, reportParts } from "../index.js";

const saturated = { code: "SENDER_SATURATED", message: "its event loop worked 95 % of the time" } as const;
const lost = { code: "SENDER_LOST", message: "ended with SIGKILL" } as const;

/** A round of several senders, one payload each. */
function roundOf(
  each: readonly SenderPart[],
  { senders = buildSenders(each), ...more }: Partial<RoundResult> = {},
): RoundResult {
  const ends = { senders: each.map((_, index) => endUsing(0.1 * (index + 1))), receivers: [buildEnd()] };
  return buildRound(
    each.map((_, index) => index + 1),
    { senders, ends, ...more },
  );
}

const three = [1, 2, 3].map((number) => buildSender(number, { receiver: (number - 1) % 2 }));
const { counts, times } = buildRound([]);
const nothing = { status: "failed", end: null, startedAfterMs: null, acknowledgedPerSecond: null } as const;
const troubled = [
  buildSender(1, { startedAfterMs: 35 }),
  buildSender(2, { startedAfterMs: 0, receiver: 1, warnings: [saturated] }),
  buildSender(3, { ...nothing, counts, times, error: lost }),
];
const badly = roundOf(troubled, {
  status: "failed",
  senders: buildSenders(troubled, { startSkewMs: 35, skewErrorMs: 0.2 }),
  warnings: [{ code: "SENDERS_APART", message: "the senders began 35 ms apart" }],
  errors: [{ code: "SENDER_LOST", message: "sender 3 of 3: ended with SIGKILL" }],
});

describe("a report of several senders", () => {
  it("says how many there were, which of them stand out, and what each did", async () => {
    const good = buildTiming("WebSocket", roundOf(three), { connections: 3 });
    const bad = buildTiming("gRPC", badly, { connections: 3 });
    const text = formatText(buildResult([good, bad], { status: "failed", settings: { senders: 3 } }));
    await expect(`${text}\n`).toMatchFileSnapshot("../snapshots/several-senders.txt");
  });

  it("says it of all rounds", async () => {
    const rounds = [roundOf(three), badly, roundOf(three)].map((round, block) => ({ ...round, block }));
    const result = buildResult([buildTiming("WebSocket", rounds, { connections: 3 })]);
    const text = formatComparison(result);
    await expect(`${text}\n`).toMatchFileSnapshot("../snapshots/several-senders-rounds.txt");
  });

  it("has the same tables in Markdown and in the parts of a page, and none in a summary", () => {
    const result = buildResult([buildTiming("WebSocket", roundOf(three))]);
    expect(formatMarkdown(result)).toContain("| sender 2");
    const tables = reportParts(result).more.flatMap((block) => (block.kind === "table" ? [block.rows] : []));
    expect(tables[0]?.map(([, sender]) => sender)).toEqual(["sender 1", "sender 2", "sender 3"]);
    expect(formatSummary(result)).not.toContain("sender 2");
  });

  it("lists of many senders those that stand out", () => {
    const many = Array.from({ length: 50 }, (_, index) => {
      // The first ones are the slowest.
      const acknowledgedPerSecond = 100 + index;
      const warnings = index === 40 ? [saturated] : [];
      return buildSender(index + 1, { acknowledgedPerSecond, warnings });
    });
    const text = formatText(buildResult([buildTiming("WebSocket", roundOf(many))]));
    const listed = [...text.matchAll(/^WebSocket +sender (\d+)/gm)].map(([, number]) => Number(number));
    expect(listed).toEqual([...Array.from({ length: 19 }, (_, index) => index + 1), 41]);
  });

  it("has no word about senders if there was one", () => {
    const text = formatText(buildResult([buildTiming("WebSocket", buildRound([1]))]));
    expect(text).not.toMatch(/Senders|shared/);
  });
});
