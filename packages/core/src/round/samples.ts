import { blankRecord, type SentRecord } from "./exchange.js";

/** One row: a record's numbers, and whether it failed. */
export interface Row extends Omit<SentRecord, "error"> {
  failed: boolean;
}

/** The numbers of a row, `failed` among them. */
const WIDTH = 11;
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
    row.sequence = chunk[at] as number;
    row.payloadBytes = chunk[at + 1] as number;
    row.frameBytes = chunk[at + 2] as number;
    row.dueAt = chunk[at + 3] as number;
    row.sentAt = chunk[at + 4] as number;
    row.encodedAt = chunk[at + 5] as number;
    row.receivedAt = chunk[at + 6] as number;
    row.decodedAt = chunk[at + 7] as number;
    row.acknowledgedAt = chunk[at + 8] as number;
    row.connection = chunk[at + 9] as number;
    row.failed = chunk[at + 10] === 1;
    return row;
  }
}

/** A row to read into. */
export function blankRow(): Row {
  const { error: _, ...numbers } = blankRecord(0);
  return { ...numbers, failed: false };
}
