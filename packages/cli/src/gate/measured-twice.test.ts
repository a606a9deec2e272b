import { describe, expect, it } from "vitest";
import { type Answer, answerOf, type GateAnswer } from "./answer.js";
import { reportOf } from "./measured-twice.js";

const rule = (answer: Answer, name = "a") => {
  return { cell: null, rule: name, answer, measured: "", rounds: 10, reason: "", moreRounds: null };
};
const gate = (...answers: Answer[]): GateAnswer => {
  const rules = answers.map((answer, index) => rule(answer, `rule ${index}`));
  return { answer: answerOf(rules), rules };
};

describe("answerOf", () => {
  it("puts an error before a failure, and a failure before what is undecided", () => {
    expect(gate("pass", "fail", "error").answer).toBe("error");
    expect(gate("pass", "undecided", "fail").answer).toBe("fail");
    expect(gate("pass", "undecided").answer).toBe("undecided");
    expect(gate("pass", "pass").answer).toBe("pass");
  });
});

describe("reportOf", () => {
  it.each<[Answer, Answer, Answer]>([
    ["fail", "fail", "fail"],
    ["fail", "pass", "pass"],
    ["fail", "undecided", "undecided"],
    ["fail", "error", "error"],
    ["pass", "fail", "undecided"],
    ["undecided", "fail", "undecided"],
    ["pass", "undecided", "undecided"],
    ["undecided", "pass", "pass"],
  ])("after %s and %s says %s", (first, again, answer) => {
    const report = reportOf(gate(first), gate(again));
    expect(report).toMatchObject({ answer, measuredTwice: true });
    expect(report.rules[0]?.again?.answer).toBe(again);
  });

  it("needs the same rule to fail twice", () => {
    expect(reportOf(gate("fail", "pass"), gate("pass", "fail")).answer).toBe("undecided");
    expect(reportOf(gate("fail", "pass"), gate("fail", "pass")).answer).toBe("fail");
  });

  it("keeps the answer of a single measurement", () => {
    expect(reportOf(gate("pass"), null)).toMatchObject({ answer: "pass", measuredTwice: false });
  });

  it("does not pass a rule that was not measured again", () => {
    const other = { answer: "error" as const, rules: [rule("error", "the measurement is complete")] };
    const report = reportOf(gate("fail", "pass"), other);
    expect(report.answer).toBe("error");
    expect(report.rules.map(({ answer }) => answer)).toEqual(["error", "error", "error"]);
  });
});
