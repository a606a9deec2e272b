import { afterListening } from "../clock/after-listening.js";
import { type Clock, systemClock } from "../clock/clock.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import { type GeneratedPayloads, isGenerated } from "../payload/payload-source.js";

/** How often a process asks another one whether it is still there, at most. */
export const BEAT_MS = 5_000;
/** A silent end may only be busy or stopped for a moment. So its limit is this many times that of a call of the round. */
const SILENCE_FACTOR = 3;
/** JSON takes 16 ms per megabyte. A busy machine takes several times as long. */
const SLOWEST_GENERATED_PER_MS = 10_000;

/** How long another process may answer nothing before it counts as lost. */
export function silenceMs({ silenceTimeoutMs }: Pick<RoundSettings, "silenceTimeoutMs">): number {
  return SILENCE_FACTOR * silenceTimeoutMs;
}

/** How long an end may take to generate its payloads and replies. Its event loop is blocked meanwhile. */
export function generatingMs({ payloads, replies }: Pick<RoundSettings, "payloads" | "replies">): number {
  const all: readonly GeneratedPayloads[] = [...payloads.filter(isGenerated), ...(replies ? [replies] : [])];
  const bytes = all.reduce((sum, { sizeBytes, distinct }) => sum + sizeBytes * distinct, 0);
  return Math.ceil(bytes / SLOWEST_GENERATED_PER_MS);
}

/** Options of `Heartbeat`. */
export interface HeartbeatOptions {
  /** Asks the other end. Resolves when it has answered. */
  beat(): Promise<unknown>;
  /** How often it is asked, in milliseconds. */
  readonly everyMs: number;
  /** How long it may not answer, in milliseconds. */
  readonly limitMs: number;
  /** How long the first answer may take: the other end may still be starting. Default: `limitMs`. */
  readonly startMs?: number;
  /** Called once, with the limit, if it did not answer for so long. Then it is asked no more. */
  onSilent(limitMs: number): void;
  readonly clock?: Clock;
}

/**
 * Finds out that another end has gone silent. The other end also gets a sign of life each time.
 *
 * Each question is sent on time, also if an earlier one has no answer: after an interruption, it may be the first to
 * arrive. An error is no answer. Whoever finds out in another way that the other end is gone says so in another way.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #clock: Clock;
  #cancelBeat: () => void = () => {};
  #cancelSilence: () => void = () => {};
  #stopped = false;

  /** Begins at once. */
  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#await(options.startMs ?? options.limitMs);
    this.#beat();
  }

  /** The other end has answered something else, so it has started. */
  answered(): void {
    this.#await(this.#options.limitMs);
  }

  /** Idempotent. */
  stop(): void {
    this.#stopped = true;
    this.#cancelBeat();
    this.#cancelSilence();
  }

  #beat(): void {
    const { beat, everyMs } = this.#options;
    this.#cancelBeat = this.#clock.setTimer(everyMs, () => {
      void beat().then(
        () => this.#await(this.#options.limitMs),
        () => {},
      );
      this.#beat();
    });
  }

  /** Waits for the next answer. */
  #await(limitMs: number): void {
    if (this.#stopped) return;
    this.#cancelSilence();
    const silent = () => {
      this.stop();
      this.#options.onSilent(limitMs);
    };
    this.#cancelSilence = afterListening(limitMs, silent, this.#clock);
  }
}
