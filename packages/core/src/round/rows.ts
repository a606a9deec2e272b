import type { SentRecord } from "./exchange.js";

/** The numbers of a record. */
type Column = Exclude<keyof SentRecord, "error">;

/** In the order in which a row has them. */
const COLUMNS: readonly Column[] = [
  "sequence",
  "payloadBytes",
  "frameBytes",
  "dueAt",
  "sentAt",
  "encodedAt",
  "receivedAt",
  "decodedAt",
  "acknowledgedAt",
  "connection",
];

/** One row: a record's numbers, and whether it failed. */
export interface Row extends Record<Column, number> {
  failed: boolean;
}

const WIDTH = COLUMNS.length + 1;
const ROWS_IN_CHUNK = 4_096;

/**
 * Records as rows of numbers, 88 bytes each, in typed arrays that grow by chunks of 4,096 rows: to append one makes no
 * object, moves nothing and leaves nothing for the garbage collector.
 */
export class Rows {
  readonly #chunks: Float64Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(record: SentRecord): void {
    const place = Math.floor(this.#length / ROWS_IN_CHUNK);
    if (place === this.#chunks.length) this.#chunks.push(new Float64Array(ROWS_IN_CHUNK * WIDTH));
    const chunk = this.#chunks[place] as Float64Array;
    const at = (this.#length++ % ROWS_IN_CHUNK) * WIDTH;
    // Written out: a loop over names costs several times as much.
    chunk[at] = record.sequence;
    chunk[at + 1] = record.payloadBytes;
    chunk[at + 2] = record.frameBytes;
    chunk[at + 3] = record.dueAt;
    chunk[at + 4] = record.sentAt;
    chunk[at + 5] = record.encodedAt;
    chunk[at + 6] = record.receivedAt;
    chunk[at + 7] = record.decodedAt;
    chunk[at + 8] = record.acknowledgedAt;
    chunk[at + 9] = record.connection;
    chunk[at + 10] = record.error === undefined ? 0 : 1;
  }

  /** Forgets the rows, and keeps their memory for new ones. */
  clear(): void {
    this.#length = 0;
  }

  /** Copies the row of that place into `row`, which it returns. */
  read(index: number, row: Row): Row {
    const chunk = this.#chunks[Math.floor(index / ROWS_IN_CHUNK)] as Float64Array;
    const at = (index % ROWS_IN_CHUNK) * WIDTH;
    for (const [column, name] of COLUMNS.entries()) row[name] = chunk[at + column] as number;
    row.failed = chunk[at + WIDTH - 1] === 1;
    return row;
  }
}

/** A row to read into. */
export function blankRow(): Row {
  return {
    ...(Object.fromEntries(COLUMNS.map((name) => [name, Number.NaN])) as Omit<Row, "failed">),
    failed: false,
  };
}
