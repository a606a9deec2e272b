import { type FaultRow, readTables } from "./read-table.js";

const ROWS: ReadonlyMap<string, FaultRow> = new Map(readTables().map((row) => [row.fault, row]));

/** The row of a fault, from which its test takes code, limits and what ends. Throws if the document has no such row. */
export function fault(name: string): FaultRow {
  const row = ROWS.get(name);
  if (row === undefined) throw new Error(`docs/reliability.md has no row "${name}"`);
  return row;
}
