import { formatTime } from "@wireduel/core/report";
import type { Payload, SentPayloads } from "../times/sent-payloads.js";
import { inDigits } from "./digits.js";
import type { Table } from "./picture.js";

/** How many cells a table has at most. */
const MOST_CELLS = 200;

/**
 * The time of each payload: a row for each, a column for each adapter.
 * @returns the table, and a sentence about what it leaves out, if anything
 */
export function payloadTable(timings: readonly SentPayloads[]): {
  readonly table: Table;
  readonly note: readonly string[];
} {
  const columns = timings.filter(({ payloads }) => payloads.length > 0);
  const most = Math.max(0, ...columns.map(({ payloads }) => payloads.length));
  const rows = Math.min(most, Math.max(1, Math.floor(MOST_CELLS / columns.length)));
  return {
    table: {
      kind: "table",
      head: ["payload, time in ms", ...columns.map(({ label }) => label)],
      rows: Array.from({ length: rows }, (_, row) => [
        String(row + 1),
        ...columns.map(({ payloads }) => cellOf(payloads[row])),
      ]),
      names: 1,
    },
    note: rows < most ? [`The table has the first ${rows} payloads of up to ${inDigits(most)}.`] : [],
  };
}

function cellOf(payload: Payload | undefined): string {
  if (payload === undefined) return "-";
  const { ms, fault } = payload;
  return [Number.isFinite(ms) && formatTime(ms), fault].filter((part) => part).join(", ") || "-";
}
