import { type Encoding, Journal } from "../hand-written/journal.js";

/** What a loop does besides its own work. Times are nanoseconds. */
export interface Work {
  /** A receipt has arrived. The next payload is sent after this. */
  acknowledged(
    sequence: number,
    encoding: Encoding,
    receivedAt: number,
    decodedAt: number,
    acknowledgedAt: number,
  ): void;
}

/** A journal of a loop that does more than its own work. */
export class WorkingJournal extends Journal {
  /** Null: nothing more. */
  work: Work | null = null;

  override acknowledged(
    sequence: number,
    receivedAt: number,
    decodedAt: number,
    acknowledgedAt: number,
  ): void {
    this.work?.acknowledged(sequence, this.encodingOf(sequence), receivedAt, decodedAt, acknowledgedAt);
    super.acknowledged(sequence, receivedAt, decodedAt, acknowledgedAt);
  }
}
