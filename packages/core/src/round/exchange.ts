import type { Link } from "../adapter/contract.js";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type { Codec } from "../codec/codec.js";
import { type Frame, frameBytes, wholeFrame } from "../codec/frame.js";
import { binaryReceipts, type Receipt } from "../codec/receipt.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { PayloadError, PayloadErrorCode } from "../result/result.js";

/** All that is known of one payload's journey: nanoseconds of the clock of the end that took the stamp, NaN if none did. */
export interface SentRecord {
  sequence: number;
  /** Which of the sender's connections carried it. */
  connection: number;
  payloadBytes: number;
  /** NaN if encoding failed. */
  frameBytes: number;
  dueAt: number;
  sentAt: number;
  encodedAt: number;
  receivedAt: number;
  decodedAt: number;
  acknowledgedAt: number;
  error: PayloadError | undefined;
}

/** A closed loop goes on after time-outs for as long as the receiver lives; what is remembered of them is bounded. */
const MOST_OVERDUE = 10_000;

/** What an exchange needs to know. */
export interface ExchangeOptions {
  /** The place of its connection among the sender's. */
  readonly connection: number;
  readonly codec: Codec;
  readonly maxFrameBytes: number;
  /** How long one acknowledgement may take. */
  readonly timeoutMs: number;
  /** Whether the link keeps the order, so that an unreadable frame must be the oldest one under way. */
  readonly ordered: boolean;
  readonly clock: Clock;
  /**
   * Called once for each payload, when it is acknowledged or has failed, which may be before `send` returns. The record is
   * used again afterwards: whoever keeps something of it copies.
   */
  onSettled(record: SentRecord): void;
}

/**
 * The sender's side of the timed path over one connection: stamps, encodes and sends; pairs each receipt with its payload
 * through one Map, which is also the list of deadlines, as it keeps the order of insertion and all time-outs are equal.
 * For each payload it makes nothing that lives on: records are used again.
 */
export class Exchange {
  /** Replies that no payload waited for: copies, or noise. */
  unexpectedReplies = 0;
  /** Replies to payloads that had timed out. */
  lateReplies = 0;

  readonly #options: ExchangeOptions;
  readonly #receipts: { decode(frame: Uint8Array): Receipt };
  readonly #inFlight = new Map<number, SentRecord>();
  readonly #unused: SentRecord[] = [];
  /** Payloads that timed out and may still be on their way, the oldest first. */
  readonly #overdue = new Set<number>();
  #cancelDeadline: (() => void) | undefined;
  #gone: PayloadError | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#receipts = options.codec.receipts ?? binaryReceipts;
  }

  /**
   * How many payloads are under way, those included that timed out and may still stand in the adapter's queue, where they
   * take memory.
   */
  get occupied(): number {
    return this.#inFlight.size + this.#overdue.size;
  }

  /** How many payloads timed out and may still be on their way. */
  get overdue(): number {
    return this.#overdue.size;
  }

  /** How many payloads wait for their acknowledgement. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Sends one payload that was due at `dueAt`. */
  send(link: Link, sequence: number, payload: Uint8Array, dueAt: number): void {
    const { codec, clock, maxFrameBytes } = this.#options;
    const record = this.#unused.pop() ?? blankRecord(this.#options.connection);
    record.sequence = sequence;
    record.payloadBytes = payload.byteLength;
    record.dueAt = dueAt;
    if (this.#gone) {
      record.sentAt = clock.now();
      this.#refuse(record, this.#gone.code, this.#gone.message);
      return;
    }
    let frame: Frame;
    try {
      record.sentAt = clock.now();
      frame = codec.encode({ sequence, payload });
      record.encodedAt = clock.now();
      // A handful of parts at most: far below what the stamps resolve.
      record.frameBytes = frameBytes(frame);
      if (Number.isNaN(record.frameBytes)) throw new TypeError("a frame is a list of Uint8Array");
    } catch (error) {
      this.#refuse(record, "ENCODE_FAILED", `codec ${codec.name}: ${messageOf(error)}`);
      return;
    }
    if (record.frameBytes > maxFrameBytes) {
      const message = `the frame has ${record.frameBytes} bytes, the limit is ${maxFrameBytes}`;
      this.#refuse(record, "FRAME_TOO_LARGE", message);
      return;
    }
    this.#inFlight.set(sequence, record);
    // The time-out counts from before encoding, as the times do.
    if (this.#cancelDeadline === undefined) this.#armDeadline(record.sentAt);
    try {
      const sent = link.send(frame);
      if (sent) sent.catch((error: unknown) => this.#fail(sequence, "SEND_FAILED", messageOf(error)));
    } catch (error) {
      this.#fail(sequence, "SEND_FAILED", messageOf(error));
    }
  }

  /** The adapter's `onFrame` on the sender's side. */
  readonly onFrame = (frame: Uint8Array | Frame): undefined => {
    const acknowledgedAt = this.#options.clock.now();
    let receipt: Receipt;
    try {
      receipt = this.#receipts.decode(wholeFrame(frame));
    } catch {
      this.unexpectedReplies++;
      return;
    }
    this.take(receipt, acknowledgedAt);
  };

  /** Whether a payload of this connection waits for such a receipt, or did until it timed out. */
  awaits(sequence: number): boolean {
    return this.#inFlight.has(sequence) || this.#overdue.has(sequence);
  }

  /** A receipt that came at `acknowledgedAt`. */
  take(receipt: Receipt, acknowledgedAt: number): void {
    if (receipt.status === "undecodable") {
      this.#failUndecodable();
      return;
    }
    const record = this.#inFlight.get(receipt.sequence);
    // Stamps that are no numbers, from a codec of a user's own, would spoil every sum.
    if (record === undefined || !Number.isFinite(receipt.decodedAt - receipt.receivedAt)) {
      if (this.#overdue.delete(receipt.sequence)) this.lateReplies++;
      else this.unexpectedReplies++;
      return;
    }
    // Where a link keeps the order, what was before this one will not come any more; else one may be gone for good.
    if (this.#options.ordered) this.#overdue.clear();
    else this.#releaseOldest();
    this.#inFlight.delete(receipt.sequence);
    record.acknowledgedAt = acknowledgedAt;
    record.receivedAt = receipt.receivedAt;
    record.decodedAt = receipt.decodedAt;
    this.#settle(record);
  }

  /** The link is gone: all that is under way fails, and all that comes. */
  abandon(code: PayloadErrorCode, message: string): void {
    if (this.#gone) return;
    this.#gone = { code, message };
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    for (const sequence of [...this.#inFlight.keys()]) this.#fail(sequence, code, message);
  }

  /** Nothing more is sent or awaited. */
  close(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
  }

  #releaseOldest(): void {
    const [oldest] = this.#overdue;
    if (oldest !== undefined) this.#overdue.delete(oldest);
  }

  #settle(record: SentRecord): void {
    this.#options.onSettled(record);
    record.frameBytes = Number.NaN;
    record.encodedAt = Number.NaN;
    record.receivedAt = Number.NaN;
    record.decodedAt = Number.NaN;
    record.acknowledgedAt = Number.NaN;
    record.error = undefined;
    this.#unused.push(record);
  }

  #refuse(record: SentRecord, code: PayloadErrorCode, message: string): void {
    record.error = { code, message };
    this.#settle(record);
  }

  #fail(sequence: number, code: PayloadErrorCode, message: string): void {
    const record = this.#inFlight.get(sequence);
    if (record === undefined) return;
    this.#inFlight.delete(sequence);
    this.#refuse(record, code, message);
  }

  /** An unreadable frame has no number: it can only be told where one candidate is. */
  #failUndecodable(): void {
    const [oldest] = this.#inFlight.keys();
    if (oldest === undefined || (this.#inFlight.size > 1 && !this.#options.ordered)) {
      this.unexpectedReplies++;
      return;
    }
    this.#fail(oldest, "UNDECODABLE", "the receiver could not decode the frame");
  }

  /** The one timer: looks at the oldest, and waits for the next oldest. */
  #armDeadline(sentAt: number): void {
    const { clock, timeoutMs } = this.#options;
    const remainingMs = Math.max(1, timeoutMs - (clock.now() - sentAt) / NS_PER_MS);
    this.#cancelDeadline = clock.setTimer(remainingMs, () => {
      // Timers run before sockets are read: a reply that has come already must win.
      this.#cancelDeadline = clock.setImmediate(this.#expire);
    });
  }

  readonly #expire = (): void => {
    const { clock, timeoutMs } = this.#options;
    this.#cancelDeadline = undefined;
    for (const [sequence, { sentAt }] of this.#inFlight) {
      if ((clock.now() - sentAt) / NS_PER_MS < timeoutMs) {
        this.#armDeadline(sentAt);
        return;
      }
      this.#overdue.add(sequence);
      if (this.#overdue.size > MOST_OVERDUE) this.#releaseOldest();
      this.#fail(sequence, "PAYLOAD_TIMEOUT", `no acknowledgement within ${timeoutMs} ms`);
    }
  };
}

/** A record of no payload yet. */
export function blankRecord(connection: number): SentRecord {
  return {
    sequence: 0,
    connection,
    payloadBytes: 0,
    frameBytes: Number.NaN,
    dueAt: Number.NaN,
    sentAt: Number.NaN,
    encodedAt: Number.NaN,
    receivedAt: Number.NaN,
    decodedAt: Number.NaN,
    acknowledgedAt: Number.NaN,
    error: undefined,
  };
}
