import type { Link, LinkContext } from "../adapter/contract.js";
import { NS_PER_MS } from "../clock/clock.js";
import { type Frame, frameBytes } from "../codec/frame.js";
import type { PayloadErrorCode, StopReason } from "../failure/codes.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { ExchangeOptions } from "./exchange-options.js";
import { FreeConnections } from "./free-connections.js";
import { InFlight } from "./in-flight.js";
import type { LinkSilence } from "./link-silence.js";
import { arePossible } from "./possible-stamps.js";
import { ReplyReader } from "./reply-reader.js";
import { blankSample, clearSample, type Sample, type SampleSink } from "./sample.js";

/** Bounds the list of timed-out payloads: a closed loop continues after timeouts. */
const MOST_OVERDUE = 10_000;

/** Which connection sends next. `in-turn`: round robin. `free-first`: the one that has been free longest. */
export type ConnectionOrder = "in-turn" | "free-first";

/**
 * The sender's side of the timed path, for all connections. It stamps, encodes and sends payloads, and matches
 * receipts to them. One list has all payloads in flight, in the order of sending. All timeouts are equal, so it is
 * also the list of deadlines. Samples are reused, so that payloads cause no garbage.
 */
export class Exchange {
  /** Replies that match no payload in flight: duplicates, or garbage. */
  unexpectedReplies = 0;
  /** Replies to payloads that had timed out. */
  lateReplies = 0;

  readonly connections: number;
  /** Whether replies still come. */
  readonly silence: LinkSilence;
  readonly #options: ExchangeOptions;
  readonly #replies: ReplyReader;
  /** The open link of each connection. */
  readonly #links: (Link | undefined)[];
  /** For each connection, the payloads that timed out and may still be acknowledged, oldest first. */
  readonly #overdueOf: readonly Set<number>[];
  readonly #inFlight = new InFlight();
  readonly #unused: Sample[] = [];
  readonly #free = new FreeConnections();
  #order: ConnectionOrder = "in-turn";
  #next = 0;
  #overdue = 0;
  #sink: SampleSink = { settled() {} };
  #cancelDeadline: (() => void) | undefined;
  #held = false;
  #stopped: StopReason | undefined;

  constructor(options: ExchangeOptions) {
    this.connections = options.connections;
    this.silence = options.silence;
    this.#options = options;
    this.#replies = new ReplyReader(options.codec, options.replies);
    this.#links = Array.from({ length: options.connections }, () => undefined);
    this.#overdueOf = Array.from({ length: options.connections }, () => new Set<number>());
  }

  /** How many payloads wait for an acknowledgement. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** How many payloads timed out and may still be acknowledged. */
  get overdue(): number {
    return this.#overdue;
  }

  /** Both together: the payloads that may still occupy memory in an adapter's queue. */
  get occupied(): number {
    return this.#inFlight.size + this.#overdue;
  }

  /** The `onFrame` callback for the link of a connection. */
  onFrameOf(connection: number): LinkContext["onFrame"] {
    return (frame) => this.#reply(connection, frame);
  }

  /** Sets the open link of a connection. */
  opened(connection: number, link: Link): void {
    this.#links[connection] = link;
  }

  /** Starts a phase. Nothing may be in flight. */
  begin(sink: SampleSink, order: ConnectionOrder): void {
    this.#sink = sink;
    this.#order = this.connections > 1 ? order : "in-turn";
    this.#free.clear();
    this.#next = 0;
  }

  /** Sends a payload that was due at `dueAt`. Returns when it was sent. */
  send(sequence: number, payload: Uint8Array, dueAt: number): number {
    const { codec, clock, maxFrameBytes } = this.#options;
    const connection = this.#free.take() ?? this.#inTurn();
    const sample = this.#unused.pop() ?? blankSample();
    sample.sequence = sequence;
    sample.connection = connection;
    sample.payloadBytes = payload.length;
    sample.dueAt = dueAt;
    const sentAt = clock.now();
    sample.sentAt = sentAt;
    if (this.#stopped) {
      this.#refuse(sample, this.#stopped.code, this.#stopped.message);
      return sentAt;
    }
    let frame: Frame;
    try {
      frame = codec.encode({ sequence, payload });
      sample.encodedAt = clock.now();
      // A frame has only a few parts, so this takes less time than the clock can resolve.
      sample.frameBytes = frameBytes(frame);
      if (Number.isNaN(sample.frameBytes)) throw new TypeError("a frame is a list of Uint8Array");
    } catch (error) {
      this.#refuse(sample, "ENCODE_FAILED", `codec ${codec.name}: ${messageOf(error)}`);
      return sentAt;
    }
    if (sample.frameBytes > maxFrameBytes) {
      const message = `the frame has ${sample.frameBytes} bytes, the limit is ${maxFrameBytes}`;
      this.#refuse(sample, "FRAME_TOO_LARGE", message);
      return sentAt;
    }
    this.#inFlight.add(sample);
    // Like the measured times, the timeout starts before encoding.
    if (this.#cancelDeadline === undefined) this.#armDeadline(sentAt);
    try {
      const sent = (this.#links[connection] as Link).send(frame);
      if (sent) sent.catch((error: unknown) => this.#sendFailed(sequence, error));
    } catch (error) {
      this.#fail(sequence, "SEND_FAILED", messageOf(error));
    }
    return sentAt;
  }

  /** A link has closed, and the cause is not known yet. Stops timeouts until `stop` is called. */
  hold(): void {
    this.#held = true;
    this.close();
  }

  /** Fails all payloads in flight, and all that are sent later. */
  stop(reason: StopReason): void {
    if (this.#stopped) return;
    this.#stopped = reason;
    this.close();
    for (const { sequence } of this.#inFlight) this.#fail(sequence, reason.code, reason.message);
  }

  /** Cancels the timer. */
  close(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
  }

  #inTurn(): number {
    const connection = this.#next;
    this.#next = connection + 1 === this.connections ? 0 : connection + 1;
    return connection;
  }

  #reply(connection: number, frame: Uint8Array | Frame): undefined {
    const receipt = this.#replies.decode(frame);
    const acknowledgedAt = this.#options.clock.now();
    this.silence.replied();
    if (typeof receipt === "string") return this.#failOldest(connection, "REPLY_DAMAGED", receipt);
    if (receipt.status === "undecodable") {
      return this.#failOldest(connection, "UNDECODABLE", "the receiver could not decode the frame");
    }
    const sample = this.#inFlight.get(receipt.sequence);
    const matches = sample?.connection === connection && arePossible(receipt, sample.sentAt, acknowledgedAt);
    if (!matches) return this.#unmatched(connection, receipt.sequence);
    if (this.#overdue > 0) this.#release(connection);
    this.#inFlight.delete(sample);
    const damage = this.#replies.damageOf(receipt);
    if (damage !== undefined) return this.#refuse(sample, "REPLY_DAMAGED", damage);
    sample.acknowledgedAt = acknowledgedAt;
    sample.receivedAt = receipt.receivedAt;
    sample.decodedAt = receipt.decodedAt;
    this.#settle(sample);
  }

  /** After a reply, forgets timed-out payloads that cannot arrive any more. Without order, that is one. */
  #release(connection: number): void {
    const overdue = this.#overdueAt(connection);
    if (this.#options.ordered) {
      this.#overdue -= overdue.size;
      overdue.clear();
    } else this.#forgetOldest(overdue);
  }

  #overdueAt(connection: number): Set<number> {
    return this.#overdueOf[connection] as Set<number>;
  }

  #forgetOldest(overdue: Set<number>): void {
    const [oldest] = overdue;
    if (oldest !== undefined) this.#forget(overdue, oldest);
  }

  #forget(overdue: Set<number>, sequence: number): void {
    overdue.delete(sequence);
    this.#overdue--;
  }

  /** Counts a reply that matches no payload in flight. */
  #unmatched(connection: number, sequence: number): undefined {
    const overdue = this.#overdueAt(connection);
    if (!overdue.has(sequence)) this.unexpectedReplies++;
    else {
      this.#forget(overdue, sequence);
      this.lateReplies++;
    }
  }

  /** Every payload settles here: acknowledged or failed. */
  #settle(sample: Sample): void {
    if (this.#order === "free-first") this.#free.add(sample.connection);
    this.#sink.settled(sample);
    clearSample(sample);
    this.#unused.push(sample);
  }

  #refuse(sample: Sample, code: PayloadErrorCode, message: string): undefined {
    sample.error = { code, message };
    this.#settle(sample);
  }

  /** After `hold`, errors of sends are ignored: `stop` will fail these payloads with the real cause. */
  #sendFailed(sequence: number, error: unknown): void {
    if (!this.#held || this.#stopped) this.#fail(sequence, "SEND_FAILED", messageOf(error));
  }

  #fail(sequence: number, code: PayloadErrorCode, message: string): void {
    const sample = this.#inFlight.get(sequence);
    if (sample === undefined) return;
    this.#inFlight.delete(sample);
    this.#refuse(sample, code, message);
  }

  /** What cannot be decoded has no sequence number: its payload is only known if it is the one candidate. */
  #failOldest(connection: number, code: PayloadErrorCode, message: string): undefined {
    const overdue = this.#overdueAt(connection);
    const most = this.#options.ordered ? 1 : 2;
    // Timed-out payloads are older than those in flight, and their replies may still arrive.
    const candidates: number[] = [];
    for (const sequence of overdue) if (candidates.push(sequence) === most) break;
    for (const sample of this.#inFlight) {
      if (candidates.length === most) break;
      if (sample.connection === connection) candidates.push(sample.sequence);
    }
    const [oldest] = candidates;
    if (oldest === undefined || candidates.length > 1) this.unexpectedReplies++;
    else if (overdue.has(oldest)) this.#unmatched(connection, oldest);
    else this.#fail(oldest, code, message);
  }

  /** One timer for all payloads: it waits for the deadline of the oldest one. */
  #armDeadline(sentAt: number): void {
    if (this.#held) return;
    const { clock, timeoutMs } = this.#options;
    const remainingMs = Math.max(1, timeoutMs - (clock.now() - sentAt) / NS_PER_MS);
    this.#cancelDeadline = clock.setTimer(remainingMs, () => {
      // Timers run before sockets are read, and a reply that has already arrived must win.
      this.#cancelDeadline = clock.setImmediate(this.#expire);
    });
  }

  readonly #expire = (): void => {
    const { clock, timeoutMs } = this.#options;
    this.#cancelDeadline = undefined;
    let expired = 0;
    for (const { sequence, sentAt, connection } of this.#inFlight) {
      if ((clock.now() - sentAt) / NS_PER_MS < timeoutMs) {
        this.#armDeadline(sentAt);
        break;
      }
      const overdue = this.#overdueAt(connection);
      overdue.add(sequence);
      this.#overdue++;
      if (overdue.size > MOST_OVERDUE) this.#forgetOldest(overdue);
      this.silence.timedOut(sentAt);
      this.#fail(sequence, "PAYLOAD_TIMEOUT", `no acknowledgement within ${timeoutMs} ms`);
      expired++;
    }
    if (expired > 0) this.silence.expired();
  };
}
