import { readFileSync } from "node:fs";

/** What a fault ends. */
export const ENDS = ["the run", "the round", "the payload", "nothing"] as const;

/** One row of the fault matrix in docs/reliability.md. */
export interface FaultRow {
  readonly fault: string;
  readonly ends: (typeof ENDS)[number];
  /** The options that limit the time. Empty: at once, or never if it ends nothing. */
  readonly limits: readonly string[];
  /** Undefined: no error. */
  readonly code: string | undefined;
  readonly kept: string;
}

const DOCUMENT = new URL("../../../docs/reliability.md", import.meta.url);
const COLUMNS = ["fault", "ends", "within", "code", "kept"];

/** The rows of all tables below the heading "The fault matrix". Throws if a table does not have the form that tests can read. */
export function readTables(text: string = readFileSync(DOCUMENT, "utf8")): readonly FaultRow[] {
  const chapter = text.split(/^## /m).find((part) => part.startsWith("The fault matrix")) ?? "";
  const tables = chapter.split(/\n{2,}/).filter((block) => block.startsWith("|"));
  return tables.flatMap(readTable);
}

function readTable(table: string): readonly FaultRow[] {
  const [head, , ...rows] = table.split("\n").map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  if (head?.join() !== COLUMNS.join()) {
    throw new Error(`the fault matrix needs the columns ${COLUMNS.join(", ")}, and has ${head?.join(", ")}`);
  }
  return rows.map(readRow);
}

function readRow(cells: readonly string[]): FaultRow {
  const [fault = "", what = "", within = "", code = "", kept = ""] = cells;
  const ends = ENDS.find((one) => one === what);
  if (ends === undefined) throw new Error(`"${fault}" ends one of ${ENDS.join(", ")}, and not ${what}`);
  const limits = named(within);
  const withoutLimit = ends === "nothing" ? "never" : "at once";
  if (limits.length === 0 && within !== withoutLimit) {
    throw new Error(`"${fault}" ends ${withoutLimit} or within an option, and not ${within}`);
  }
  const [first, second] = named(code);
  if (second !== undefined || (first === undefined && code !== "none")) {
    throw new Error(`"${fault}" needs one code or "none", and has ${code}`);
  }
  return { fault, ends, limits, code: first, kept };
}

/** The names in backticks. */
function named(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}
