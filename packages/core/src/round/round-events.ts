import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { SafeEmitter } from "../events/emitter.js";
import type { AdapterEvent, Phase } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { Emitter } from "../options/emitter-option.js";
import type { Transmission } from "../result/result.js";
import type { Recorder } from "./recorder.js";

const PROGRESS_EVERY_NS = 100 * NS_PER_MS;

/** Emits the events of one round. */
export class RoundEvents {
  readonly #emitter: SafeEmitter;
  readonly #event: AdapterEvent;
  readonly #clock: Clock;
  #lastProgressAt = Number.NEGATIVE_INFINITY;

  /** @param onFailure called if a handler throws */
  constructor(emitter: Emitter, event: AdapterEvent, clock: Clock, onFailure: (message: string) => void) {
    this.#emitter = new SafeEmitter(emitter, onFailure);
    this.#event = event;
    this.#clock = clock;
  }

  phase(phase: Phase, load: Load | null): void {
    this.#emitter.emit("phase", { ...this.#event, phase, load });
  }

  /** Whether there is a handler for transmissions. */
  get wantsTransmissions(): boolean {
    return this.#emitter.has("transmission");
  }

  transmission(transmission: Transmission): void {
    this.#emitter.emit("transmission", { ...this.#event, transmission });
  }

  /** Emits at most ten times a second, but always the last one. */
  progress({ settled, dropped, beganAt }: Recorder, of: number | null, last: boolean): void {
    if (!this.#emitter.has("progress")) return;
    const now = this.#clock.now();
    if (!last && now - this.#lastProgressAt < PROGRESS_EVERY_NS) return;
    this.#lastProgressAt = now;
    const elapsedMs = (now - beganAt) / NS_PER_MS;
    this.#emitter.emit("progress", { ...this.#event, done: settled + dropped, of, elapsedMs });
  }
}
