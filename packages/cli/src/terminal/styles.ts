import picocolors from "picocolors";
import type { Context } from "../context.js";
import { type ColorChoice, hasColors } from "./terminal.js";

/** Styles of text. Without colours, each returns its text as it is. */
export type Styles = Readonly<Record<"bold" | "dim" | "red" | "yellow", (text: string) => string>>;

/** The styles for one of the streams of the process. */
export function stylesOf(
  stream: "stdout" | "stderr",
  context: Pick<Context, "stdout" | "stderr" | "env">,
  color?: ColorChoice,
): Styles {
  return picocolors.createColors(hasColors(context[stream], context.env, color));
}

/** A report in which headings and what comes first (the conclusion of a summary) are bold, and warnings are yellow. */
export function styledReport(text: string, { bold, yellow }: Pick<Styles, "bold" | "yellow">): string {
  const lines = text.split("\n");
  const firstEnds = lines.indexOf("");
  return lines
    .map((line, index) => {
      if (line !== "" && (index < firstEnds || line.startsWith("=== "))) return bold(line);
      return line.startsWith("Warning") ? yellow(line) : line;
    })
    .join("\n");
}
