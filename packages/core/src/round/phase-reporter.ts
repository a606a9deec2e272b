import { NS_PER_MS } from "../clock/clock.js";
import { quantile } from "../stats/summary.js";
import type { Recorder } from "./recorder.js";
import type { RoundEvents } from "./round-events.js";
import { copySample, type Sample } from "./sample.js";

/** How far a phase is, or one of its parts. */
export interface PartProgress {
  /** How many payloads were sent or dropped so far. */
  readonly done: number;
  readonly recorder: Pick<Recorder, "beganAt">;
  /** How long the gaps between its slices took so far. */
  readonly gapsNs: number;
}

/** What a phase reports. */
export interface PhaseReporterOptions {
  readonly phase: "warm-up" | "measure";
  /** How many payloads the phase has. Null: the load ends by its duration. */
  readonly of: number | null;
  /** Reports one payload. Only called if there is a handler. Default: reports nothing. */
  readonly transmission?: (sample: Sample) => void;
  /** Whether `medianServiceMs` is wanted. Default: false. */
  readonly keepsServiceTimes?: boolean;
}

/**
 * Reports how far a phase is, and keeps its first payload. The warm-up and the measure phase use the same class, so V8 compiles it
 * while nothing is measured.
 */
export class PhaseReporter {
  /** The first payload that settled. */
  first: Sample | undefined;
  readonly #events: RoundEvents;
  readonly #phase: "warm-up" | "measure";
  readonly #of: number | null;
  readonly #transmission: ((sample: Sample) => void) | null;
  /** In the order in which the replies came. */
  readonly #serviceNs: number[] | null;
  #beganAt: number | undefined;
  /** In earlier parts of the phase. */
  #doneBefore = 0;

  constructor(
    events: RoundEvents,
    { phase, of, transmission, keepsServiceTimes = false }: PhaseReporterOptions,
  ) {
    this.#events = events;
    this.#phase = phase;
    this.#of = of;
    this.#transmission = transmission ?? null;
    this.#serviceNs = keepsServiceTimes ? [] : null;
  }

  /** A payload was recorded. The sample is reused. */
  recorded(sample: Sample, part: PartProgress): void {
    this.first ??= copySample(sample);
    if (!sample.error) this.#serviceNs?.push(sample.acknowledgedAt - sample.sentAt);
    if (this.#transmission !== null && this.#events.wantsTransmission(sample)) this.#transmission(sample);
    // The end of the phase reports the last one.
    if (this.#events.progressDue(sample) && this.#doneBefore + part.done !== this.#of) this.progress(part);
  }

  /** Nothing more is due in the whole phase. */
  draining(): void {
    if (this.#phase === "measure") this.#events.phase("drain", null);
  }

  /** Reports how far the phase is. */
  progress({ done, recorder, gapsNs }: PartProgress): void {
    this.#beganAt ??= recorder.beganAt;
    this.#events.progress({
      phase: this.#phase,
      done: this.#doneBefore + done,
      of: this.#of,
      beganAt: this.#beganAt + gapsNs,
    });
  }

  /** The rest of the phase is recorded by another one. */
  partEnded({ done, recorder }: PartProgress): void {
    this.#beganAt ??= recorder.beganAt;
    this.#doneBefore += done;
  }

  /** The median service time of the later half, in milliseconds. Null if nothing was acknowledged, or if it is not wanted. */
  get medianServiceMs(): number | null {
    const all = this.#serviceNs ?? [];
    // The first payloads are slower.
    const later = all.slice(Math.floor(all.length / 2));
    return later.length === 0 ? null : quantile(new Float64Array(later).sort(), 0.5) / NS_PER_MS;
  }
}
