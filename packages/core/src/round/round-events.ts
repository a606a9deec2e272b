import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { SafeEmitter } from "../events/emitter.js";
import type { BenchmarkEvents, Phase, RoundEvent } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { Emitter } from "../options/emitter-option.js";
import type { Transmission } from "../result/result.js";
import type { Sample } from "./sample.js";

/** Progress is emitted at most this often. */
export const PROGRESS_EVERY_NS: number = 100 * NS_PER_MS;

/** How far a phase is. */
export interface PhaseProgress
  extends Pick<Parameters<BenchmarkEvents["progress"]>[0], "phase" | "done" | "of"> {
  /** When the phase began. NaN if it ended before that. */
  readonly beganAt: number;
}

/** Emits the events of one round. */
export class RoundEvents {
  readonly #emitter: SafeEmitter;
  readonly #event: RoundEvent;
  readonly #clock: Clock;
  #lastProgressAt = Number.NEGATIVE_INFINITY;
  #wantedAt = Number.NEGATIVE_INFINITY;
  #wanted = false;

  /** @param onFailure called if a handler throws */
  constructor(emitter: Emitter, event: RoundEvent, clock: Clock, onFailure: (message: string) => void) {
    this.#emitter = new SafeEmitter(emitter, onFailure);
    this.#event = event;
    this.#clock = clock;
  }

  phase(phase: Phase, load: Load | null): void {
    this.#emitter.emit("phase", { ...this.#event, phase, load });
  }

  /** Whether there is a handler for transmissions. Asking an emitter for each payload takes long, so an answer holds for a millisecond. */
  wantsTransmission({ sentAt, acknowledgedAt, error }: Sample): boolean {
    const at = error ? sentAt : acknowledgedAt;
    if (Math.abs(at - this.#wantedAt) < NS_PER_MS) return this.#wanted;
    this.#wantedAt = at;
    this.#wanted = this.#emitter.has("transmission");
    return this.#wanted;
  }

  transmission(transmission: Transmission): void {
    this.#emitter.emit("transmission", { ...this.#event, transmission });
  }

  /**
   * Whether progress is to be reported after this sample: at most ten times a second, and if there is a handler. It is asked
   * for each payload, so it compares the stamps that there are.
   */
  progressDue({ sentAt, acknowledgedAt, error }: Sample): boolean {
    const at = error ? sentAt : acknowledgedAt;
    if (at - this.#lastProgressAt < PROGRESS_EVERY_NS) return false;
    this.#lastProgressAt = at;
    return this.#emitter.has("progress");
  }

  progress({ phase, done, of, beganAt }: PhaseProgress): void {
    if (!this.#emitter.has("progress")) return;
    const elapsedMs = Number.isNaN(beganAt) ? 0 : (this.#clock.now() - beganAt) / NS_PER_MS;
    this.#emitter.emit("progress", { ...this.#event, phase, done, of, elapsedMs });
  }
}
