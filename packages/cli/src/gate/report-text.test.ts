import { describe, expect, it } from "vitest";
import { adviceOf } from "./advice.js";
import type { RuleAnswer } from "./answer.js";
import { type GateReport, reportOf } from "./measured-twice.js";
import { EXIT_OF, formatGate, GATE_FORMATS } from "./report-text.js";

const rule = (more: Partial<RuleAnswer>): RuleAnswer => ({
  cell: null,
  rule: "head against base, transmission time: at most 10 % slower",
  answer: "pass",
  measured: "−1 % to +5 %",
  rounds: 13,
  reason: "",
  moreRounds: null,
  ...more,
});
const undecided = rule({
  answer: "undecided",
  measured: "+5 % to +30 %",
  reason: "the interval contains the limit",
  moreRounds: 3,
});
const failed = rule({ answer: "fail", measured: "+12 % to +30 %" });
const of = (...rules: RuleAnswer[]): GateReport =>
  reportOf({ answer: rules[0]?.answer ?? "error", rules }, null);

const REPORTS: Readonly<Record<string, GateReport>> = {
  passed: of(rule({})),
  undecided: of(
    undecided,
    rule({ cell: "1 MB, lan", rule: "a|b <i>, p99: at most 20 ms", measured: "1 to 2 ms" }),
  ),
  failed: reportOf({ answer: "fail", rules: [failed] }, { answer: "fail", rules: [failed] }),
  error: of(rule({ answer: "error", measured: "", rounds: 0, reason: "head was not measured" })),
};

describe.each(Object.entries(REPORTS))("a gate that has %s", (name, report) => {
  const advice = adviceOf(report, { durationMs: 20_000, roundsGiven: false });

  it.each(GATE_FORMATS)("is written as %s", async (format) => {
    const extension = { text: "txt", markdown: "md", json: "json.txt" }[format];
    await expect(formatGate(report, format, advice === undefined ? [] : [advice])).toMatchFileSnapshot(
      `snapshots/${name}.${extension}`,
    );
  });
});

describe("adviceOf", () => {
  it("says how long it would take, or how many rounds", () => {
    const report = of(undecided);
    expect(adviceOf(report, { durationMs: 20_000, roundsGiven: false })).toContain("--budget 66s");
    expect(adviceOf(report, { durationMs: 20_000, roundsGiven: true })).toContain("--rounds 39");
  });

  it("has none if that is not known or of no use", () => {
    const of3 = { durationMs: 20_000, roundsGiven: false };
    expect(adviceOf(of(rule({})), of3)).toBeUndefined();
    expect(adviceOf(of({ ...undecided, moreRounds: null }), of3)).toBeUndefined();
    expect(adviceOf(of({ ...undecided, moreRounds: 1e5 }), of3)).not.toContain("--");
  });
});

it("has one exit code for each answer", () => {
  expect(EXIT_OF).toEqual({ pass: 0, fail: 3, undecided: 4, error: 1 });
});
