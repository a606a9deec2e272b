// The global `Buffer` is a getter.
import { Buffer } from "node:buffer";
import type { Clock } from "../clock/clock.js";
import type { Codec, Message } from "../codec/codec.js";
import { type Frame, joinFrame } from "../codec/frame.js";
import { type Receipt, type ReceiptCodec, withPayload } from "../codec/receipt.js";
import { receiptsOf } from "../codec/receipts-of.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { Payloads } from "../payload/payload-set.js";
import { SequenceSet } from "./sequence-set.js";

/** What a receiver counted in one phase. */
export interface ReceivedCounts {
  /** The highest sequence number that arrived. Null if none arrived. */
  readonly highestSequence: number | null;
  /** Payloads that were decoded. Each sequence number counts once. */
  readonly received: number;
  /** Additional copies of payloads that had already arrived. */
  readonly duplicated: number;
  /** Payloads that arrived after one of the same link with a higher number (RFC 4737's reordered singleton). */
  readonly reordered: number;
  /** Payloads that differ from their reference. */
  readonly damaged: number;
  /** Frames that could not be decoded, or whose sequence number cannot be right. */
  readonly undecodable: number;
  /** Payloads that could not be compared, because the receiver has no references. */
  readonly unchecked: number;
  /** The sequence numbers of the first damaged payloads, at most `DAMAGED_LISTED`. */
  readonly damagedSequences: readonly number[];
  /** The decoding error of the first undecodable frame. Null if there is none. */
  readonly firstUndecodable: string | null;
}

/** So many messages or bytes wait before they are checked: a turn of the event loop costs more than checking a few small ones. */
const CHECK_FROM = { messages: 8, bytes: 16 * 1024 };
/** The maximum number of damaged payloads to list. */
export const DAMAGED_LISTED = 10_000;

/** The order of the payloads of one link. */
interface LinkOrder {
  /** The highest sequence number that arrived over it in `phase`. -1: none. */
  highest: number;
  phase: number;
}

/** Options of `FrameReceiver`. */
export interface FrameReceiverOptions {
  readonly codec: Codec;
  readonly clock: Clock;
  /** What the messages must have as payloads. Undefined for a message that cannot be checked. */
  readonly references: { at(number: number): Uint8Array | undefined };
  /** The bytes to reply with. Null: the receipt alone. */
  readonly replies: Payloads | null;
  /** Called with errors that belong to no frame. */
  onError?(message: string): void;
}

/**
 * The receiver's side of the timed path: stamps, decodes and replies. It compares payloads with the
 * references in a later turn of the event loop, so that no measured time contains the check.
 */
export class FrameReceiver {
  readonly #options: FrameReceiverOptions;
  readonly #receipts: ReceiptCodec;
  #firstSequence = 0;
  #firstPayload = 0;
  #seen = new SequenceSet(0);
  #highest = -1;
  #duplicated = 0;
  #reordered = 0;
  #damaged = 0;
  #undecodable = 0;
  #unchecked = 0;
  #damagedSequences: number[] = [];
  #firstUndecodable: string | null = null;
  // Two lists, so that a message costs no further object. They keep their memory.
  readonly #toCheck: (Message | undefined)[] = [];
  readonly #linksToCheck: LinkOrder[] = [];
  #messagesToCheck = 0;
  #bytesToCheck = 0;
  #checkIsDue = false;
  #phase = 0;

  constructor(options: FrameReceiverOptions) {
    this.#options = options;
    this.#receipts = receiptsOf(options.codec);
  }

  /**
   * Starts a phase: resets the counts.
   * @param firstPayload the number of the payload of message `firstSequence`
   */
  startPhase(firstSequence: number, firstPayload = 0): void {
    this.#checkNow();
    this.#firstSequence = firstSequence;
    this.#firstPayload = firstPayload;
    this.#seen = new SequenceSet(firstSequence);
    this.#highest = -1;
    this.#phase++;
    this.#duplicated = 0;
    this.#reordered = 0;
    this.#damaged = 0;
    this.#undecodable = 0;
    this.#unchecked = 0;
    this.#damagedSequences = [];
    this.#firstUndecodable = null;
  }

  /** The adapter's `onFrame` for one link. Only the payloads of one link have an order. */
  onFrameOfLink(): (frame: Uint8Array | Frame) => Frame {
    const link: LinkOrder = { highest: -1, phase: this.#phase };
    return (frame) => this.#receive(frame, link);
  }

  #receive(frame: Uint8Array | Frame, link: LinkOrder): Frame {
    const { codec, clock, replies } = this.#options;
    const receivedAt = clock.now();
    let message: Message;
    try {
      message = this.#decode(frame);
      // A faulty custom codec must fail the payload, not the receiver.
      if (typeof message?.sequence !== "number" || !(message.payload instanceof Uint8Array)) {
        throw new TypeError(`codec ${codec.name} must decode to { sequence, payload: Uint8Array }`);
      }
      if (!Number.isSafeInteger(message.sequence) || message.sequence < 0) {
        throw new RangeError(`a message cannot have the number ${message.sequence}`);
      }
    } catch (error) {
      const decodedAt = clock.now();
      this.#refuse(messageOf(error));
      return this.#receipts.encode({ sequence: -1, status: "undecodable", receivedAt, decodedAt });
    }
    const decodedAt = clock.now();
    const { sequence } = message;
    const receipt = { sequence, status: "decoded", receivedAt, decodedAt } as const;
    const reply = replies === null ? this.#receipts.encode(receipt) : this.#replyWith(receipt, replies);
    this.#toCheck[this.#messagesToCheck] = message;
    this.#linksToCheck[this.#messagesToCheck] = link;
    const waiting = ++this.#messagesToCheck;
    this.#bytesToCheck += message.payload.length;
    if (!this.#checkIsDue && (waiting >= CHECK_FROM.messages || this.#bytesToCheck >= CHECK_FROM.bytes)) {
      this.#checkIsDue = true;
      clock.setImmediate(this.#checkNow);
    }
    return reply;
  }

  /** A codec that cannot encode a reply must fail its payload, not the link. So the receipt is sent alone. */
  #replyWith(receipt: Receipt, replies: Payloads): Frame {
    try {
      return this.#receipts.encode(withPayload(receipt, replies.at(receipt.sequence)));
    } catch (error) {
      this.#options.onError?.(
        `codec ${this.#options.codec.name} could not encode a reply: ${messageOf(error)}`,
      );
      return this.#receipts.encode(receipt);
    }
  }

  /** Counts a frame as undecodable. */
  #refuse(why: string): void {
    this.#undecodable++;
    this.#firstUndecodable ??= why;
  }

  #decode(frame: Uint8Array | Frame): Message {
    const { codec } = this.#options;
    if (frame instanceof Uint8Array) return codec.decode(frame);
    return codec.decodeParts?.(frame) ?? codec.decode(joinFrame(frame));
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

  readonly #checkNow = (): void => {
    const count = this.#messagesToCheck;
    this.#checkIsDue = false;
    this.#messagesToCheck = 0;
    this.#bytesToCheck = 0;
    for (let index = 0; index < count; index++) {
      this.#check(this.#toCheck[index] as Message, this.#linksToCheck[index] as LinkOrder);
      this.#toCheck[index] = undefined;
    }
  };

  #check({ sequence, payload }: Message, link: LinkOrder): void {
    // A late message of an earlier phase does not count.
    if (sequence < this.#firstSequence) return;
    if (!this.#seen.hasRoomFor(sequence)) {
      this.#refuse(`too many numbers are missing before ${sequence}`);
      return;
    }
    if (!this.#seen.add(sequence)) {
      this.#duplicated++;
      return;
    }
    if (link.phase !== this.#phase) {
      link.phase = this.#phase;
      link.highest = -1;
    }
    if (sequence < link.highest) this.#reordered++;
    else link.highest = sequence;
    this.#highest = Math.max(this.#highest, sequence);

    const reference = this.#options.references.at(sequence - this.#firstSequence + this.#firstPayload);
    if (reference === undefined) {
      this.#unchecked++;
      return;
    }
    if (Buffer.compare(reference, payload) === 0) return;
    this.#damaged++;
    if (this.#damagedSequences.length < DAMAGED_LISTED) this.#damagedSequences.push(sequence);
  }
}
