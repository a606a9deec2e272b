import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type { BenchmarkEmitter, Phase, RowEvent } from "./events.js";
import type { Load } from "../load/load.js";
import type { Timing, Transmission } from "../result/result.js";
import { Teller } from "./emitter.js";
import type { Recorder } from "../round/recorder.js";

const PROGRESS_EVERY_NS = 100 * NS_PER_MS;

/** Tells of one row. */
export class RowTeller {
  readonly #teller: Teller;
  readonly #event: RowEvent;
  readonly #clock: Clock;
  #lastProgressAt = Number.NEGATIVE_INFINITY;

  /** @param onFailure a listener has thrown */
  constructor(
    emitter: BenchmarkEmitter,
    event: RowEvent,
    clock: Clock,
    onFailure: (message: string) => void,
  ) {
    this.#teller = new Teller(emitter, onFailure);
    this.#event = event;
    this.#clock = clock;
  }

  phase(phase: Phase, load: Load | null): void {
    this.#teller.tell("phase", { ...this.#event, phase, load });
  }

  /** @param make makes the transmission, if anyone listens */
  transmission(make: () => Transmission): void {
    if (!this.#teller.listens("transmission")) return;
    this.#teller.tell("transmission", { ...this.#event, transmission: make() });
  }

  /** At most ten times a second, but always for the last. */
  progress({ settled, dropped, beganAt }: Recorder, of: number | null, last: boolean): void {
    if (!this.#teller.listens("progress")) return;
    const now = this.#clock.now();
    if (!last && now - this.#lastProgressAt < PROGRESS_EVERY_NS) return;
    this.#lastProgressAt = now;
    const elapsedMs = (now - beganAt) / NS_PER_MS;
    this.#teller.tell("progress", { ...this.#event, done: settled + dropped, of, elapsedMs });
  }

  timing(timing: Timing): void {
    for (const warning of timing.warnings) this.#teller.tell("warning", { ...this.#event, warning });
    this.#teller.tell("timing", { ...this.#event, timing });
  }
}
