import type { Clock } from "../clock/clock.js";
import type { Codec, Message } from "../codec/codec.js";
import { type Frame, joinFrame } from "../codec/frame.js";
import { binaryReceipts, type Receipt } from "../codec/receipt.js";
import { SequenceSet } from "./sequence-set.js";

/** What a receiver counted in one phase. */
export interface ReceivedCounts {
  /** The highest sequence number that arrived. Null if none arrived. */
  readonly highestSequence: number | null;
  /** Payloads that were decoded. Each sequence number counts once. */
  readonly received: number;
  /** Additional copies of payloads that had already arrived. */
  readonly duplicated: number;
  /** Payloads that arrived after one with a higher number (RFC 4737's reordered singleton). */
  readonly reordered: number;
  /** Payloads that differ from their reference. */
  readonly damaged: number;
  /** Frames that could not be decoded. */
  readonly undecodable: number;
  /** Payloads that could not be compared, because the receiver has no references. */
  readonly unchecked: number;
  /** The sequence numbers of the first damaged payloads, at most `DAMAGED_LISTED`. */
  readonly damagedSequences: readonly number[];
  /** The decoding error of the first undecodable frame. Null if there is none. */
  readonly firstUndecodable: string | null;
}

/** The maximum number of damaged payloads to list. */
export const DAMAGED_LISTED = 10_000;

/**
 * The receiver's side of the timed path: stamps, decodes and replies. It compares payloads with the
 * references in a later turn of the event loop, so that no measured time contains the check.
 */
export class FrameReceiver {
  readonly #codec: Codec;
  readonly #receipts: { encode(receipt: Receipt): Frame };
  readonly #clock: Clock;
  readonly #references: Uint8Array[] = [];
  #firstSequence = 0;
  #seen = new SequenceSet(0);
  #highest = -1;
  #duplicated = 0;
  #reordered = 0;
  #damaged = 0;
  #undecodable = 0;
  #unchecked = 0;
  #damagedSequences: number[] = [];
  #firstUndecodable: string | null = null;
  #toCheck: Message[] = [];

  constructor(codec: Codec, clock: Clock) {
    this.#codec = codec;
    this.#receipts = codec.receipts ?? binaryReceipts;
    this.#clock = clock;
  }

  /** Sets one of n references. Every n-th message of a phase must have this payload. */
  setReference(index: number, payload: Uint8Array): void {
    this.#references[index] = payload;
  }

  /**
   * Starts a phase: resets the counts. The message `firstSequence` has the first reference as its payload.
   */
  startPhase(firstSequence: number): void {
    this.#checkNow();
    this.#firstSequence = firstSequence;
    this.#seen = new SequenceSet(firstSequence);
    this.#highest = -1;
    this.#duplicated = 0;
    this.#reordered = 0;
    this.#damaged = 0;
    this.#undecodable = 0;
    this.#unchecked = 0;
    this.#damagedSequences = [];
    this.#firstUndecodable = null;
  }

  /** The adapter's `onFrame`. */
  readonly onFrame = (frame: Uint8Array | Frame): Frame => {
    const receivedAt = this.#clock.now();
    let message: Message;
    try {
      message = this.#decode(frame);
      // A faulty custom codec must fail the payload, not the receiver.
      if (!Number.isSafeInteger(message?.sequence) || !(message.payload instanceof Uint8Array)) {
        throw new TypeError(`codec ${this.#codec.name} must decode to { sequence, payload: Uint8Array }`);
      }
    } catch (error) {
      const decodedAt = this.#clock.now();
      this.#undecodable++;
      this.#firstUndecodable ??= error instanceof Error ? error.message : String(error);
      return this.#receipts.encode({ sequence: -1, status: "undecodable", receivedAt, decodedAt });
    }
    const decodedAt = this.#clock.now();
    const receipt = this.#receipts.encode({
      sequence: message.sequence,
      status: "decoded",
      receivedAt,
      decodedAt,
    });
    if (this.#toCheck.push(message) === 1) this.#clock.setImmediate(() => this.#checkNow());
    return receipt;
  };

  #decode(frame: Uint8Array | Frame): Message {
    if (frame instanceof Uint8Array) return this.#codec.decode(frame);
    return this.#codec.decodeParts?.(frame) ?? this.#codec.decode(joinFrame(frame));
  }

  /** The counts of the phase so far. */
  counts(): ReceivedCounts {
    this.#checkNow();
    return {
      highestSequence: this.#highest < 0 ? null : this.#highest,
      received: this.#seen.size,
      duplicated: this.#duplicated,
      reordered: this.#reordered,
      damaged: this.#damaged,
      undecodable: this.#undecodable,
      unchecked: this.#unchecked,
      damagedSequences: this.#damagedSequences,
      firstUndecodable: this.#firstUndecodable,
    };
  }

  #checkNow(): void {
    const messages = this.#toCheck;
    if (messages.length === 0) return;
    this.#toCheck = [];
    for (const message of messages) this.#check(message);
  }

  #check({ sequence, payload }: Message): void {
    // A late message of an earlier phase does not count.
    if (sequence < this.#firstSequence) return;
    if (!this.#seen.add(sequence)) {
      this.#duplicated++;
      return;
    }
    if (sequence < this.#highest) this.#reordered++;
    else this.#highest = sequence;

    if (this.#references.length === 0) {
      this.#unchecked++;
      return;
    }
    const reference = this.#references[(sequence - this.#firstSequence) % this.#references.length];
    if (reference !== undefined && Buffer.compare(reference, payload) === 0) return;
    this.#damaged++;
    if (this.#damagedSequences.length < DAMAGED_LISTED) this.#damagedSequences.push(sequence);
  }
}
