/** A table for the terminal and for the Markdown file. */
export interface ReportTable {
  readonly title: string;
  readonly note?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

type Cells = readonly (string | number)[];

/** A table for the terminal: the first column to the left, the others to the right. */
export function textTable(head: readonly string[], rows: readonly Cells[]): string {
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const align = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  const [first, ...others] = lines.map((line) => line.map(align).join("  "));
  return [first, widths.map((width) => "-".repeat(width)).join("  "), ...others].join("\n");
}

/** The same in Markdown. */
export function markdownTable(head: readonly string[], rows: readonly Cells[]): string {
  const line = (cells: Cells) =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map(line).join("\n");
}
