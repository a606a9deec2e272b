import { describe, expect, it } from "vitest";
import {
  buildComparison,
  buildResult,
  buildRound,
  buildTiming,
} from "../../../core/src/fixtures/build-result.js";
import { type GateCell, judgeGate } from "./judge.js";
import { parseLimit } from "./limit.js";

const ROUNDS = 8;
/** Rounds of one payload each, that take 10 to 17 ms. */
const rounds = Array.from({ length: ROUNDS }, (_, block) => buildRound([10 + block], { block }));
const timings = ["base", "head"].map((label) => buildTiming(label, rounds));
const compared = (more: Parameters<typeof buildComparison>[1] = {}) =>
  buildComparison("head", { to: "base", ratio: 1.02, low: 0.99, high: 1.05, verdict: "same", ...more });
const cell = (more: Partial<GateCell> = {}, ...comparisons: ReturnType<typeof compared>[]): GateCell => {
  const [{ by } = { by: "transmission" as const }] = comparisons;
  const result = buildResult(timings, { comparisons, settings: { decideBy: by } });
  return { name: null, problem: null, result, ...more };
};
const limits = (...texts: string[]) =>
  texts.map((text) => {
    const { label, value, bound } = parseLimit("--fail-if", text);
    return { label, value, bound };
  });
const slower = { tolerance: 0.1, limits: [] };

describe("a tolerance", () => {
  it.each([
    [{ low: 0.99, high: 1.05 }, "pass", "−1 % to +5 %"],
    [{ low: 1.12, high: 1.3 }, "fail", "+12 % to +30 %"],
    [{ low: 1.05, high: 1.3 }, "undecided", "+5 % to +30 %"],
    [{ low: null, high: 1.3 }, "undecided", "at most +30 %"],
    [{ low: 1.2, high: null }, "fail", "at least +20 %"],
    [{ low: 1.10004, high: 1.3 }, "fail", "+10.004 % to +30 %"],
    [{ by: "throughput", decides: true, low: 0.8, high: 0.9 }, "fail", "−20 % to −10 %"],
    [{ by: "throughput", decides: true, low: 0.92, high: 1.2 }, "pass", "−8 % to +20 %"],
  ] as const)("says of %j: %s", (interval, answer, measured) => {
    const judged = judgeGate([cell({}, compared(interval))], slower);
    expect(judged.answer).toBe(answer);
    expect(judged.rules).toMatchObject([{ answer, measured, rounds: 6 }]);
    const allowed =
      "by" in interval ? /throughput: at most 10 % slower \(−9.1 %\)$/ : /: at most 10 % slower$/;
    expect(judged.rules[0]?.rule).toMatch(allowed);
  });

  it("has an answer for every pair and every cell", () => {
    const cells = [
      cell({ name: "100 B" }, compared(), compared({ label: "other", low: 1.5, high: 1.6 })),
      cell({ name: "1 MB" }, compared({ low: 0.9, high: 1.2, verdict: "undecided" })),
    ];
    const { answer, rules } = judgeGate(cells, slower);
    expect(answer).toBe("fail");
    expect(rules.map((rule) => [rule.cell, rule.answer])).toEqual([
      ["100 B", "pass"],
      ["100 B", "fail"],
      ["1 MB", "undecided"],
    ]);
    expect(rules[2]?.moreRounds).toBeGreaterThan(1);
  });

  it("uses what a baseline was compared with", () => {
    const comparisons = [compared({ low: 1.2, high: 1.3 })];
    expect(judgeGate([cell({ comparisons }, compared())], slower).answer).toBe("fail");
  });
});

describe("a limit", () => {
  // With one limit, eight rounds have an interval from the lowest to the highest.
  it.each([
    ["head.p50 > 20ms", "pass"],
    ["head.p50 > 17ms", "pass"],
    ["head.p50 > 16ms", "undecided"],
    ["head.p50 > 10ms", "undecided"],
    ["head.p50 > 9ms", "fail"],
    ["head.throughput < 1/s", "pass"],
    ["head.throughput < 2/s", "fail"],
  ] as const)("%s: %s", (text, answer) => {
    expect(judgeGate([cell()], { tolerance: null, limits: limits(text) }).answer).toBe(answer);
  });

  it("needs more rounds if there are more limits or cells", () => {
    const all = ["a", "b", "c", "d", "e", "f", "g"].map(() => "head.p50 > 20ms");
    const seven = judgeGate([cell()], { tolerance: null, limits: limits(...all) });
    expect(seven.answer).toBe("undecided");
    expect(seven.rules[0]).toMatchObject({ measured: "", moreRounds: 9 / ROUNDS });
    const result = buildResult(timings, { settings: { cells: 7 } });
    const cells = ["a", "b", "c", "d", "e", "f", "g"].map((name) => cell({ name, result }));
    expect(judgeGate(cells, { tolerance: null, limits: limits("head.p50 > 20ms") }).answer).toBe("undecided");
  });

  it("holds beside a tolerance", () => {
    const both = { tolerance: 0.1, limits: limits("head.p50 > 9ms") };
    const { rules } = judgeGate([cell({}, compared())], both);
    expect(rules.map(({ answer }) => answer)).toEqual(["pass", "fail"]);
  });
});

describe("what has no answer is an error, never a pass", () => {
  const code = (one: GateCell, rules: Parameters<typeof judgeGate>[1] = slower) => {
    const { answer, rules: judged } = judgeGate([one], rules);
    expect(judged.every(({ reason }) => reason !== "")).toBe(true);
    return answer;
  };

  it.each<[string, GateCell, Parameters<typeof judgeGate>[1]]>([
    ["nothing was measured", cell({ result: null }), slower],
    ["the run failed", cell({ problem: "a payload was lost" }, compared()), slower],
    ["nothing was compared", cell(), slower],
    [
      "an invalid comparison",
      cell(
        {},
        compared({ verdict: "invalid", low: null, high: null, reason: { code: "CLOCK", message: "clocks" } }),
      ),
      slower,
    ],
    ["an adapter that is missing", cell(), { tolerance: null, limits: limits("other.p50 > 1ms") }],
    ["a measure that is missing", cell(), { tolerance: null, limits: limits("head.bytes > 1") }],
    ["a percentile of too few payloads", cell(), { tolerance: null, limits: limits("head.p99 > 1ms") }],
    ["no rule", cell(), { tolerance: null, limits: [] }],
  ])("%s", (_, one, rules) => {
    expect(code(one, rules)).toBe("error");
  });

  it("one round is undecided", () => {
    const single = buildResult(
      timings.map((timing) => ({ ...timing, rounds: rounds.slice(0, 1), typical: 0 })),
    );
    expect(code(cell({ result: single }))).toBe("undecided");
  });
});
