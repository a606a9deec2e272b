import type { Link } from "../adapter.js";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type { Codec } from "../codec/codec.js";
import { type Frame, frameBytes } from "../codec/frame.js";
import { binaryReceipts, type Receipt } from "../codec/receipt.js";
import { messageOf } from "../errors.js";
import type { PayloadError, PayloadErrorCode } from "../result.js";

/** All that is known of one payload's journey: nanoseconds of the clock of the end that took the stamp, NaN if none did. */
export interface SentRecord {
  readonly sequence: number;
  readonly payloadBytes: number;
  frameBytes: number | null;
  sentAt: number;
  encodedAt: number;
  receivedAt: number;
  decodedAt: number;
  acknowledgedAt: number;
  error: PayloadError | undefined;
}

type Settled = (record: SentRecord) => void;

interface InFlight {
  readonly record: SentRecord;
  readonly settled: Settled;
}

/** What an exchange needs to know. */
export interface ExchangeOptions {
  readonly codec: Codec;
  readonly maxFrameBytes: number;
  /** How long one acknowledgement may take. */
  readonly timeoutMs: number;
  /** Whether the link keeps the order, so that an unreadable frame must be the oldest one under way. */
  readonly ordered: boolean;
  readonly clock: Clock;
}

/**
 * The sender's side of the timed path: stamps, encodes and sends; pairs each receipt with its payload through one Map,
 * which is also the list of deadlines, as it keeps the order of insertion and all time-outs are equal.
 */
export class Exchange {
  /** Replies that no payload waited for: late ones, copies, or noise. */
  unexpectedReplies = 0;

  readonly #options: ExchangeOptions;
  readonly #receipts: { decode(frame: Uint8Array): Receipt };
  readonly #inFlight = new Map<number, InFlight>();
  #cancelDeadline: (() => void) | undefined;
  #gone: PayloadError | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#receipts = options.codec.receipts ?? binaryReceipts;
  }

  /** Sends one payload. `settled` is called once, when it is acknowledged or has failed, which may be at once. */
  send(link: Link, sequence: number, payload: Uint8Array, settled: Settled): void {
    const { codec, clock, maxFrameBytes } = this.#options;
    const record: SentRecord = {
      sequence,
      payloadBytes: payload.byteLength,
      frameBytes: null,
      sentAt: Number.NaN,
      encodedAt: Number.NaN,
      receivedAt: Number.NaN,
      decodedAt: Number.NaN,
      acknowledgedAt: Number.NaN,
      error: undefined,
    };
    const refuse = (code: PayloadErrorCode, message: string): void => {
      record.error = { code, message };
      settled(record);
    };
    if (this.#gone) {
      record.sentAt = clock.now();
      refuse(this.#gone.code, this.#gone.message);
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
      refuse("ENCODE_FAILED", `codec ${codec.name}: ${messageOf(error)}`);
      return;
    }
    if (record.frameBytes > maxFrameBytes) {
      refuse("FRAME_TOO_LARGE", `the frame has ${record.frameBytes} bytes, the limit is ${maxFrameBytes}`);
      return;
    }
    this.#inFlight.set(sequence, { record, settled });
    try {
      const sent = link.send(frame);
      if (sent) sent.catch((error: unknown) => this.#fail(sequence, "SEND_FAILED", messageOf(error)));
    } catch (error) {
      this.#fail(sequence, "SEND_FAILED", messageOf(error));
    }
    this.#armDeadline(record);
  }

  /** The adapter's `onFrame` on the sender's side. */
  readonly onFrame = (frame: Uint8Array): undefined => {
    const acknowledgedAt = this.#options.clock.now();
    let receipt: Receipt;
    try {
      receipt = this.#receipts.decode(frame);
    } catch {
      this.unexpectedReplies++;
      return;
    }
    if (receipt.status === "undecodable") return this.#failUndecodable();
    const waiting = this.#inFlight.get(receipt.sequence);
    if (waiting === undefined) {
      this.unexpectedReplies++;
      return;
    }
    this.#inFlight.delete(receipt.sequence);
    const { record, settled } = waiting;
    record.acknowledgedAt = acknowledgedAt;
    record.receivedAt = receipt.receivedAt;
    record.decodedAt = receipt.decodedAt;
    settled(record);
  };

  /** The link is gone: all that is under way fails, and all that comes. */
  abandon(code: PayloadErrorCode, message: string): void {
    if (this.#gone) return;
    this.#gone = { code, message };
    this.#cancelDeadline?.();
    for (const sequence of [...this.#inFlight.keys()]) this.#fail(sequence, code, message);
  }

  #fail(sequence: number, code: PayloadErrorCode, message: string): void {
    const waiting = this.#inFlight.get(sequence);
    if (waiting === undefined) return;
    this.#inFlight.delete(sequence);
    waiting.record.error = { code, message };
    waiting.settled(waiting.record);
  }

  /** An unreadable frame has no number: it can only be told where one candidate is. */
  #failUndecodable(): undefined {
    const [oldest] = this.#inFlight.keys();
    if (oldest === undefined || (this.#inFlight.size > 1 && !this.#options.ordered)) {
      this.unexpectedReplies++;
      return;
    }
    this.#fail(oldest, "UNDECODABLE", "the receiver could not decode the frame");
  }

  /** The time-out counts from before encoding, as the times do. */
  #armDeadline({ sentAt }: SentRecord): void {
    if (this.#cancelDeadline !== undefined) return;
    const { clock, timeoutMs } = this.#options;
    const remainingMs = Math.max(1, timeoutMs - (clock.now() - sentAt) / NS_PER_MS);
    this.#cancelDeadline = clock.setTimer(remainingMs, () => this.#expire());
  }

  /** The one timer: looks at the oldest, and waits for the next oldest. */
  #expire(): void {
    const { clock, timeoutMs } = this.#options;
    this.#cancelDeadline = undefined;
    for (const [sequence, { record }] of this.#inFlight) {
      if ((clock.now() - record.sentAt) / NS_PER_MS < timeoutMs) {
        this.#armDeadline(record);
        return;
      }
      this.#fail(sequence, "PAYLOAD_TIMEOUT", `no acknowledgement within ${timeoutMs} ms`);
    }
  }
}
