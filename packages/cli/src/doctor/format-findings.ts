import picocolors from "picocolors";
import { wrap } from "../terminal/wrap.js";
import { type Finding, LEVELS, type Level } from "./finding.js";

/** A level as text, perhaps with colours. */
export type PaintLevel = (level: Level, text: string) => string;

/** Paints each level in its colour, or not at all. */
export function levelPainter(colors: boolean): PaintLevel {
  const { red, yellow, green, dim } = picocolors.createColors(colors);
  const paints = { problem: red, warning: yellow, unknown: dim, ok: green };
  return (level, text) => paints[level](text);
}

const INDENT = 2;
/** A narrower terminal breaks the lines by itself. */
const NARROWEST = 40;

/** The findings as text: the worst first, each with its effect and what to do. */
export function formatFindings(
  findings: readonly Finding[],
  { columns = 100, paint = (_, text) => text }: { columns?: number; paint?: PaintLevel } = {},
): string {
  const lines = LEVELS.flatMap((level) =>
    findings
      .filter((finding) => finding.level === level)
      .flatMap((finding) => linesOf(finding, columns, paint)),
  );
  return `${[...lines, "", conclusionOf(findings)].join("\n")}\n`;
}

function linesOf(
  { name, level, found, effect, advice }: Finding,
  columns: number,
  paint: PaintLevel,
): string[] {
  const width = Math.max(...LEVELS.map((known) => known.length)) + INDENT;
  const indented = (text: string) =>
    wrap(text, Math.max(columns, NARROWEST) - width).map((line) => " ".repeat(width) + line);
  const [first = "", ...rest] = indented(`${name}: ${found}`);
  return [
    paint(level, level) + first.slice(level.length),
    ...rest,
    ...(effect === null ? [] : indented(effect)),
    ...(advice === null ? [] : indented(`Do: ${advice}`)),
  ];
}

function conclusionOf(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const some = (number: number, what: string) =>
    number === 0 ? [] : [`${number} ${what}${number === 1 ? "" : "s"}`];
  const bad = [...some(count("problem"), "problem"), ...some(count("warning"), "warning")];
  return bad.length === 0
    ? "Nothing here spoils a benchmark, as far as the system shows."
    : `${bad.join(" and ")}. A run still works, but trust its numbers less.`;
}
