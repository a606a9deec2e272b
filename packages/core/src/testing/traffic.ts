import assert from "node:assert/strict";
import { type Frame, joinFrame } from "../codec/frame.js";
import { randomBytes } from "../payload/random.js";
import { Arrivals } from "./arrivals.js";
import { numberOf, type Pair } from "./pair.js";
import { until } from "./waiting.js";

/** What `Traffic` sends and expects. */
export interface TrafficOptions {
  /** How many frames it can send at most. */
  readonly count: number;
  /** The size of a frame. At least 4. */
  bytesOf(id: number): number;
  /** The size of the reply to a frame, which begins with the frame's number. Default: 4. */
  replyBytesOf?(id: number): number;
  /** Whether frames and replies must arrive in the order in which they were sent. */
  readonly ordered: boolean;
}

/** All frames and replies are parts of this. It is larger than any of them, and made when it is needed. */
const CONTENT_BYTES = 34 * 2 ** 20;
let content: Uint8Array | undefined;

/** Numbered frames over a pair, and the check that each of them and its reply arrives once and unchanged. */
export class Traffic {
  readonly #pair: Pair;
  readonly #options: TrafficOptions;
  readonly #frames: Arrivals;
  readonly #replies: Arrivals;
  #sent = 0;
  #checkedFrames = 0;
  #checkedReplies = 0;

  constructor(pair: Pair, options: TrafficOptions) {
    this.#pair = pair;
    this.#options = options;
    this.#frames = new Arrivals("frames", options.count);
    this.#replies = new Arrivals("replies", options.count);
  }

  get sent(): number {
    return this.#sent;
  }

  /** How many frames are not answered yet. */
  get underWay(): number {
    return this.#sent - this.#pair.replies.length;
  }

  /** Sends the next `count` frames at once. Every second one has two parts. */
  send(count: number): void {
    for (let index = 0; index < count; index++) {
      const id = this.#sent++;
      const frame = numbered(id, this.#options.bytesOf(id));
      this.#pair.send(id % 2 === 0 ? frame : [joinFrame(frame)]);
    }
  }

  /** Waits until at most `underWay` frames are not answered. Checks everything that has arrived. */
  async settle(underWay = 0): Promise<void> {
    const { received, replies, errors } = this.#pair;
    await until(
      () => errors.length > 0 || this.underWay <= underWay,
      () => this.describe(),
      () => received.length + replies.length,
    );
    if (errors.length > 0) throw new Error(this.describe(), { cause: errors[0] });
    this.#check();
  }

  /** Waits until everything is answered, and checks that every frame and every reply arrived once. */
  async finish(): Promise<void> {
    await this.settle();
    const arrived = [this.#frames.arrived, this.#replies.arrived];
    assert.deepEqual(arrived, [this.#sent, this.#sent], this.describe());
  }

  /** Checks again that nothing has changed that arrived before. */
  checkAgain(): void {
    for (const frame of this.#pair.received) this.#same(frame, this.#options.bytesOf, "frame");
    for (const reply of this.#pair.replies) this.#same(reply, replySize(this.#options), "reply");
  }

  /** Which frames and replies came, and which did not. Of the first that did not, also the size. */
  describe(): string {
    this.#check();
    return [
      this.#describe(this.#frames, this.#options.bytesOf, "frame"),
      this.#describe(this.#replies, replySize(this.#options), "reply"),
    ].join(". ");
  }

  #describe(arrivals: Arrivals, bytesOf: (id: number) => number, what: string): string {
    const id = arrivals.firstMissing(this.#sent);
    const size = id === undefined ? "" : ` (${what} ${id} has ${bytesOf(id)} bytes)`;
    return `${arrivals.describe(this.#sent)}${size}`;
  }

  #check(): void {
    const { received, replies } = this.#pair;
    const { bytesOf } = this.#options;
    for (; this.#checkedFrames < received.length; this.#checkedFrames++) {
      this.#checkOne(received[this.#checkedFrames] as Uint8Array, this.#frames, bytesOf, "frame");
    }
    for (; this.#checkedReplies < replies.length; this.#checkedReplies++) {
      this.#checkOne(
        replies[this.#checkedReplies] as Uint8Array,
        this.#replies,
        replySize(this.#options),
        "reply",
      );
    }
  }

  #checkOne(bytes: Uint8Array, arrivals: Arrivals, bytesOf: (id: number) => number, what: string): void {
    const id = numberOf(bytes);
    const expected = arrivals.arrived;
    if (this.#options.ordered && id !== expected) {
      arrivals.add(id);
      assert.fail(
        `${what} ${id} arrived when ${what} ${expected} was next: ${arrivals.describe(this.#sent)}`,
      );
    }
    arrivals.add(id);
    this.#same(bytes, bytesOf, what);
  }

  #same(bytes: Uint8Array, bytesOf: (id: number) => number, what: string): void {
    const id = numberOf(bytes);
    assert.equal(bytes.byteLength, bytesOf(id), `the length of ${what} ${id}`);
    if (Buffer.compare(bytes.subarray(4), body(id, bytes.byteLength)) !== 0) {
      assert.fail(`${what} ${id} of ${bytes.byteLength} bytes has changed`);
    }
  }
}

/** The answer of a pair whose replies have the sizes of `options`. */
export function answerOf(options: Pick<TrafficOptions, "replyBytesOf">): (frame: Uint8Array) => Frame {
  return (frame) => numbered(numberOf(frame), replySize(options)(numberOf(frame)));
}

function replySize({ replyBytesOf }: Pick<TrafficOptions, "replyBytesOf">): (id: number) => number {
  return (id) => replyBytesOf?.(id) ?? 4;
}

/** A frame that begins with its number. */
function numbered(id: number, bytes: number): Frame {
  const header = Buffer.allocUnsafe(4);
  header.writeUInt32BE(id);
  return [header, body(id, bytes)];
}

/** What follows the number. It differs between frames. */
function body(id: number, bytes: number): Uint8Array {
  content ??= randomBytes(CONTENT_BYTES, 7);
  const room = CONTENT_BYTES - (bytes - 4);
  const at = (id * 7_919) % room;
  return content.subarray(at, at + bytes - 4);
}
