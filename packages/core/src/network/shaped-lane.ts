import type { Socket } from "node:net";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type { Due, DueLoop } from "./due-loop.js";
import type { Network } from "./network.js";
import type { Shaper } from "./shaper.js";
import type { DirectionMeter } from "./tap-reading.js";

const MIN_HELD_BYTES = 1_048_576;
const MAX_HELD_BYTES = 67_108_864;
/** About what a piece needs besides its bytes, so that many tiny pieces are bounded too. */
const PIECE_BYTES = 512;

/**
 * How many bytes one direction may hold before it stops reading: twice the bandwidth-delay product. Less
 * would slow the stream below its rate. At least 1 MiB and at most 64 MiB. Without a rate it is 64 MiB.
 */
export function maxHeldBytes({ delayMs, rateMbps }: Pick<Network, "delayMs" | "rateMbps">): number {
  if (rateMbps === null) return MAX_HELD_BYTES;
  return Math.min(Math.max(2 * rateMbps * 125 * delayMs, MIN_HELD_BYTES), MAX_HELD_BYTES);
}

/** Bytes in transit, or the end of the stream (null). */
interface Piece {
  readonly bytes: Buffer | null;
  readonly arrivedAt: number;
  readonly leavesAt: number;
  next: Piece | undefined;
}

/** Settings of a lane. */
export interface LaneSetting {
  readonly network: Network;
  readonly shaper: Shaper;
  readonly meter: DirectionMeter;
  readonly loop: DueLoop;
  readonly clock: Clock;
  /**
   * The connection is established at this time, in nanoseconds. Bytes that arrive earlier count from then on.
   */
  readonly opensAt: number;
}

/** One direction of a connection. Holds bytes back as the emulated network would. */
export class ShapedLane implements Due {
  readonly #source: Socket;
  readonly #destination: Socket;
  readonly #setting: LaneSetting;
  readonly #maxHeldBytes: number;
  // A linked list, because shifting an array takes time proportional to its length.
  #first: Piece | undefined;
  #last: Piece | undefined;
  #heldBytes = 0;
  #blocked = false;
  #resetsAt = Number.POSITIVE_INFINITY;

  constructor(source: Socket, destination: Socket, setting: LaneSetting) {
    this.#source = source;
    this.#destination = destination;
    this.#setting = setting;
    this.#maxHeldBytes = maxHeldBytes(setting.network);
    setting.loop.add(this);
    source.on("data", (chunk: Buffer) => this.#onData(chunk));
    source.once("end", () => this.#onEnd());
    source.once("error", () => this.#onError());
    destination.on("drain", () => {
      this.#blocked = false;
      setting.loop.wakeAt(this.dueAt);
    });
    destination.once("close", () => {
      setting.loop.remove(this);
      this.#clear();
    });
  }

  get dueAt(): number {
    // While the destination is slow, its `drain` event decides, not a time.
    const leavesAt = this.#blocked ? undefined : this.#first?.leavesAt;
    return Math.min(leavesAt ?? Number.POSITIVE_INFINITY, this.#resetsAt);
  }

  release(now: number): void {
    const { meter } = this.#setting;
    const destination = this.#destination;
    // Pieces that are due together are written in one system call.
    destination.cork();
    for (let piece = this.#first; piece !== undefined; piece = this.#first) {
      if (piece.leavesAt > now || this.#blocked) break;
      this.#first = piece.next;
      if (piece.bytes === null) {
        destination.end();
      } else {
        this.#heldBytes -= piece.bytes.byteLength + PIECE_BYTES;
        this.#blocked = !destination.write(piece.bytes);
        meter.passedAfter(now - piece.arrivedAt);
      }
    }
    destination.uncork();
    if (now >= this.#resetsAt) {
      this.#clear();
      destination.resetAndDestroy();
    } else if (this.#heldBytes <= this.#maxHeldBytes && this.#source.isPaused()) {
      this.#source.resume();
    }
  }

  #onData(chunk: Buffer): void {
    const { meter, clock, shaper } = this.#setting;
    const now = clock.now();
    meter.count(chunk.byteLength);
    for (let at = 0; at < chunk.byteLength; at += shaper.sliceBytes) {
      this.#hold(chunk.subarray(at, at + shaper.sliceBytes), now);
    }
    if (this.#heldBytes > this.#maxHeldBytes) this.#source.pause();
  }

  #onEnd(): void {
    this.#hold(null, this.#setting.clock.now());
  }

  #onError(): void {
    // A reset takes the delay too. Bytes sent before it still arrive. Bytes that wait for the rate do not.
    const { clock, network, loop } = this.#setting;
    this.#resetsAt = clock.now() + network.delayMs * NS_PER_MS;
    loop.wakeAt(this.dueAt);
  }

  #hold(bytes: Buffer | null, arrivedAt: number): void {
    if (this.#destination.destroyed) return;
    const { shaper, opensAt, loop } = this.#setting;
    const leavesAt = shaper.leavesAt(Math.max(arrivedAt, opensAt), bytes?.byteLength ?? 0);
    const piece: Piece = { bytes, arrivedAt, leavesAt, next: undefined };
    if (this.#first === undefined || this.#last === undefined) this.#first = piece;
    else this.#last.next = piece;
    this.#last = piece;
    if (bytes !== null) this.#heldBytes += bytes.byteLength + PIECE_BYTES;
    loop.wakeAt(this.dueAt);
  }

  #clear(): void {
    this.#first = undefined;
    this.#last = undefined;
    this.#heldBytes = 0;
    this.#resetsAt = Number.POSITIVE_INFINITY;
  }
}
