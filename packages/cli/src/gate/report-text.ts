// The report of a gate, as text and as Markdown.
import { EXIT, type ExitCode } from "../exit-code.js";
import type { Answer } from "./answer.js";
import type { GateReport, JudgedRule } from "./measured-twice.js";

/** The formats of the report. */
export const GATE_FORMATS = ["text", "markdown", "json"] as const;

/** The name of a format of the report. */
export type GateFormat = (typeof GATE_FORMATS)[number];

/** The exit code of each answer. */
export const EXIT_OF: Readonly<Record<Answer, ExitCode>> = {
  pass: EXIT.ok,
  fail: EXIT.gateFailed,
  undecided: EXIT.undecided,
  error: EXIT.failed,
};

/** Each answer in a sentence. */
export const TITLES: Readonly<Record<Answer, string>> = {
  pass: "The gate passed.",
  fail: "The gate failed.",
  undecided: "The gate is undecided.",
  error: "The gate has no answer.",
};

/**
 * Writes a report. The text ends with a line break.
 * @param notes sentences below the rules, such as what would decide
 */
export function formatGate(report: GateReport, format: GateFormat, notes: readonly string[] = []): string {
  switch (format) {
    case "json":
      return `${JSON.stringify({ kind: "gate", ...report, notes }, null, 2)}\n`;
    case "markdown":
      return markdownOf(report, notes);
    case "text":
      return textOf(report, notes);
  }
}

function textOf(report: GateReport, notes: readonly string[]): string {
  const rules = report.rules.map((rule) => {
    const where = rule.cell === null ? "" : `[${rule.cell}] `;
    return [
      `${rule.answer.padEnd(9)}  ${where}${rule.rule}`,
      ...detailsOf(rule).map((line) => `${" ".repeat(11)}${line}`),
    ];
  });
  return `${[TITLES[report.answer], "", ...rules.flat(), ...sentencesOf(report, notes).flatMap((note) => ["", note])].join("\n")}\n`;
}

function detailsOf(rule: JudgedRule): string[] {
  const { measured, rounds, reason, again } = rule;
  const shown = (one: typeof rule | NonNullable<typeof again>) =>
    one.measured === "" ? "no interval" : `${one.measured} (${one.rounds} rounds)`;
  return [
    ...(measured === "" && again === null && rounds === 0 ? [] : [`measured: ${shown(rule)}`]),
    ...(again === null ? [] : [`measured again: ${shown(again)}`]),
    ...(reason === "" ? [] : [reason]),
  ];
}

function markdownOf(report: GateReport, notes: readonly string[]): string {
  const cells = report.rules.some(({ cell }) => cell !== null);
  const head = [
    "answer",
    ...(cells ? ["where"] : []),
    "rule",
    "measured",
    ...(report.measuredTwice ? ["again"] : []),
    "rounds",
  ];
  const rows = report.rules.map((rule) => [
    `**${rule.answer}**`,
    ...(cells ? [rule.cell ?? ""] : []),
    rule.reason === "" ? rule.rule : `${rule.rule} (${rule.reason})`,
    rule.measured,
    ...(report.measuredTwice ? [rule.again?.measured ?? ""] : []),
    rule.again === null ? String(rule.rounds) : `${rule.rounds}, ${rule.again.rounds}`,
  ]);
  const line = (row: readonly string[]) => `| ${row.map(escaped).join(" | ")} |`;
  return [
    `### ${TITLES[report.answer]}`,
    "",
    line(head),
    `| ${head.map(() => "---").join(" | ")} |`,
    ...rows.map(line),
    ...sentencesOf(report, notes).flatMap((note) => ["", escaped(note)]),
    "",
  ].join("\n");
}

/** The sentences below the rules. */
export function sentencesOf(
  { measuredTwice, answer }: GateReport,
  notes: readonly string[],
): readonly string[] {
  const twice =
    answer === "fail"
      ? "Measured twice, each time with fresh processes. It failed both times."
      : "Measured twice, because it failed the first time. No rule failed both times.";
  return measuredTwice ? [twice, ...notes] : notes;
}

/** Labels may have characters that are part of Markdown. Stars of our own stay. */
function escaped(text: string): string {
  return text.replaceAll(/[|<>\\`_]/g, (character) => `\\${character}`).replaceAll("\n", " ");
}
