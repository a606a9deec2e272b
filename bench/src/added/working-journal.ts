import { Journal } from "../hand-written/journal.js";

/** What a loop does besides its own work, with each payload. Times are nanoseconds. */
export interface Work {
  /** A payload has been encoded. */
  sent(sequence: number, sentAt: number, encodedAt: number): void;
  /** A receipt has arrived. The next payload is sent after this. */
  acknowledged(sequence: number, receivedAt: number, decodedAt: number, acknowledgedAt: number): void;
}

/** A journal of a loop that does more than its own work. */
export class WorkingJournal extends Journal {
  /** Null: nothing more. */
  work: Work | null = null;

  override sent(sequence: number, sentAt: number, encodedAt: number): void {
    super.sent(sequence, sentAt, encodedAt);
    this.work?.sent(sequence, sentAt, encodedAt);
  }

  override acknowledged(
    sequence: number,
    receivedAt: number,
    decodedAt: number,
    acknowledgedAt: number,
  ): void {
    this.work?.acknowledged(sequence, receivedAt, decodedAt, acknowledgedAt);
    super.acknowledged(sequence, receivedAt, decodedAt, acknowledgedAt);
  }
}
