// CSV as RFC 4180 describes it: https://www.rfc-editor.org/rfc/rfc4180

/** A cell. Null is an empty one. */
export type CsvCell = string | number | null | undefined;

/** Columns of a table: the name of each, and what it shows of a row. */
export type CsvColumns<Row> = Readonly<Record<string, (row: Row) => CsvCell>>;

/** The table as CSV: a line with the names, and one for each row. Lines end with CR and LF. */
export function csvOf<Row>(columns: CsvColumns<Row>, rows: readonly Row[]): string {
  const cells = Object.values(columns);
  const lines = [Object.keys(columns), ...rows.map((row) => cells.map((cell) => cell(row)))];
  return lines.map((line) => `${line.map(written).join(",")}\r\n`).join("");
}

function written(cell: CsvCell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * A spreadsheet takes a text that begins like this for a formula, and runs it. With an apostrophe before it, it stays a text:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[=+\-@\t\r]/;
