import type { Socket } from "node:net";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type { DirectionMeter, TapSide } from "./tap-reading.js";

/** A direction counts as quiet after this time without a byte. Longer than most pauses of a busy sender. */
export const QUIET_MS = 5;

/** Smaller bursts are protocol frames, such as a window update for a reply, and no part of a payload. */
export const LEAST_BURST_BYTES = 256;

/**
 * Counts how often a direction sends a burst of bytes and then waits for the other direction. While it counts, it holds
 * the bytes of the other direction back until the first one is quiet. So a sender that needs no answer in the middle of
 * a message sends it in one burst, and one that needs answers shows each of them.
 */
export class Turns {
  readonly #clock: Clock;
  readonly #releases: (() => void)[] = [];
  #forward: TapSide | null = null;
  /** The lane that sent the last bytes. */
  #last: PlainLane | undefined;
  /** Whether the other direction may pass: nothing was sent since it was last let through. */
  #open = true;
  #burstBytes = 0;
  #bursts = 0;
  #lastAt = 0;
  #cancel = (): void => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Bursts so far. */
  get bursts(): number {
    return this.#bursts;
  }

  /** Starts to count the bursts of a direction. Null: stops, and passes on what is held. */
  count(forward: TapSide | null): void {
    this.#forward = forward;
    this.#release();
  }

  /** A lane read a chunk. Returns whether it may pass it on now. If not, `release` is called when it may. */
  mayPass(lane: PlainLane, bytes: number, release: () => void): boolean {
    if (this.#forward === null) return true;
    if (lane.side !== this.#forward) {
      if (this.#open) return true;
      this.#releases.push(release);
      this.#wait(QUIET_MS);
      return false;
    }
    if (this.#open) this.#burstBytes = 0;
    this.#open = false;
    const before = this.#burstBytes;
    this.#burstBytes += bytes;
    if (before < LEAST_BURST_BYTES && this.#burstBytes >= LEAST_BURST_BYTES) this.#bursts++;
    this.#last = lane;
    this.#lastAt = this.#clock.now();
    return true;
  }

  #wait(ms: number): void {
    this.#cancel();
    this.#cancel = this.#clock.setTimer(ms, () => {
      const quietMs = (this.#clock.now() - this.#lastAt) / NS_PER_MS;
      if (quietMs >= QUIET_MS && this.#last?.idle !== false) this.#release();
      else this.#wait(Math.max(1, QUIET_MS - quietMs));
    });
  }

  #release(): void {
    this.#cancel();
    this.#open = true;
    for (const release of this.#releases.splice(0)) release();
  }
}

/**
 * Passes the bytes of one direction on immediately, and counts them. It stops reading while the destination
 * is slow, so it buffers at most the socket's `highWaterMark` and one read.
 */
export class PlainLane {
  readonly side: TapSide;
  readonly #source: Socket;
  readonly #destination: Socket;

  constructor(
    side: TapSide,
    [source, destination]: readonly [Socket, Socket],
    meter: DirectionMeter,
    turns: Turns,
  ) {
    this.side = side;
    this.#source = source;
    this.#destination = destination;
    const pass = (chunk: Buffer) => {
      if (!destination.write(chunk)) source.pause();
    };
    source.on("data", (chunk: Buffer) => {
      meter.count(chunk.byteLength);
      const release = () => {
        source.resume();
        pass(chunk);
      };
      if (turns.mayPass(this, chunk.byteLength, release)) pass(chunk);
      else source.pause();
    });
    destination.on("drain", () => source.resume());
    source.once("end", () => destination.end());
    source.once("error", () => destination.resetAndDestroy());
  }

  /** Whether all that was sent has been passed on. */
  get idle(): boolean {
    return !this.#source.isPaused() && this.#destination.writableLength === 0;
  }
}
