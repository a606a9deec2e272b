import { printable } from "../../failure/printable.js";

/**
 * A part of a report, as data. `asText` and `asMarkdown` write the same blocks in two forms.
 *
 * - `heading`: the heading of a section
 * - `lines`: lines of text. One that begins with `- ` is an item of a list.
 * - `table`: the first `names` columns are text, and the others are numbers
 * - `as-is`: lines that keep their form, such as a list of transmissions
 */
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "lines"; readonly lines: readonly string[]; readonly strong: boolean }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly names: number;
    }
  | { readonly kind: "as-is"; readonly text: string };

export function heading(text: string): Block {
  return { kind: "heading", text };
}

/** Text. Several lines in one string are several lines. */
export function lines(...text: readonly string[]): Block {
  return { kind: "lines", lines: text.flatMap((one) => one.split("\n")), strong: false };
}

/** Text that a reader should see first. */
export function strong(...text: readonly string[]): Block {
  return { kind: "lines", lines: text.flatMap((one) => one.split("\n")), strong: true };
}

/** A list below an introduction. No block if it has no items. */
export function list(introduction: string, items: readonly string[]): readonly Block[] {
  return items.length === 0 ? [] : [lines(introduction, ...items.map((item) => `- ${item}`))];
}

/** Lines that keep their form. */
export function asIs(...text: readonly string[]): Block {
  return { kind: "as-is", text: text.join("\n") };
}

/** @param names how many columns at the left are text */
export function table(head: readonly string[], rows: readonly (readonly string[])[], names = 1): Block {
  return { kind: "table", head, rows, names };
}

/** The blocks as plain text, without commands to a terminal. An empty line is between two blocks. */
export function asText(blocks: readonly Block[]): string {
  const text = blocks
    .map(textOf)
    .filter((text) => text !== "")
    .join("\n\n");
  return printable(text, Number.POSITIVE_INFINITY);
}

function textOf(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `=== ${block.text} ===`;
    case "lines":
      return block.lines.join("\n");
    case "table":
      return textTable(block);
    case "as-is":
      return block.text;
  }
}

function textTable({ head, rows, names }: Extract<Block, { kind: "table" }>): string {
  const widths = head.map((title, column) => {
    return Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length));
  });
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column < names ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}
