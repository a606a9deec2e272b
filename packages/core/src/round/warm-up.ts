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
  /** In the order in which the replies came. */
  readonly #serviceNs: number[] = [];
  #beganAt = Number.NaN;

  /** @param of how many payloads it has at most */
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
    else {
      this.acknowledged++;
      this.#serviceNs.push(sample.acknowledgedAt - sample.sentAt);
    }
    this.#progress(this.#done === this.#of);
  }

  /** It is over. It may have ended by its time. */
  end(): void {
    if (this.#done < this.#of) this.#progress(true);
  }

  /** The median service time of the later half, in milliseconds. Null if nothing was acknowledged. */
  get medianServiceMs(): number | null {
    // The first payloads are slower.
    const later = this.#serviceNs.slice(Math.floor(this.#serviceNs.length / 2));
    if (later.length === 0) return null;
    return quantile(new Float64Array(later).sort(), 0.5) / NS_PER_MS;
  }

  get #done(): number {
    return this.acknowledged + this.failed;
  }

  #progress(last: boolean): void {
    const progress = { phase: "warm-up", done: this.#done, of: this.#of, beganAt: this.#beganAt } as const;
    this.#events.progress(progress, last);
  }
}
