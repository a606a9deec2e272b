import { NS_PER_MS } from "../clock/clock.js";
import { quantile } from "../stats/summary.js";
import type { RoundEvents } from "./round-events.js";
import type { Sample } from "./sample.js";
import type { SampleCollector } from "./send-phase.js";

/** Counts the payloads of the warm-up, and reports its progress. */
export class WarmUp implements SampleCollector {
  acknowledged = 0;
  failed = 0;
  /** The first payload of the warm-up. */
  first: Sample | undefined;
  readonly #of: number;
  readonly #events: RoundEvents;
  /** The service times of the later half: the first payloads are slower. */
  readonly #serviceNs: number[] = [];
  #beganAt = Number.NaN;

  /** @param of how many payloads it has */
  constructor(of: number, events: RoundEvents) {
    this.#of = of;
    this.#events = events;
  }

  began(beganAt: number): void {
    this.#beganAt = beganAt;
  }

  settled(sample: Sample): void {
    this.first ??= { ...sample };
    if (sample.error) this.failed++;
    else this.acknowledged++;
    if (!sample.error && this.acknowledged > this.#of / 2) {
      this.#serviceNs.push(sample.acknowledgedAt - sample.sentAt);
    }
    const done = this.acknowledged + this.failed;
    const progress = { phase: "warm-up", done, of: this.#of, beganAt: this.#beganAt } as const;
    this.#events.progress(progress, done === this.#of);
  }

  /** The median service time of the later half, in milliseconds. Null if nothing was acknowledged. */
  get medianServiceMs(): number | null {
    if (this.#serviceNs.length === 0) return null;
    return quantile(new Float64Array(this.#serviceNs).sort(), 0.5) / NS_PER_MS;
  }
}
