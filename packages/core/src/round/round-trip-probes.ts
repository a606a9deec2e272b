import { backToBack } from "../load/load.js";
import type { Payloads } from "../payload/payload-set.js";
import { quantile } from "../stats/summary.js";
import type { Sample } from "./sample.js";
import type { PhasePlan } from "./send-phase.js";

/** How many small payloads measure the round trip. */
const PROBES = 32;
const PROBE_BYTES = 100;

/** Small payloads that measure the round trip of the idle link. */
export class RoundTripProbes {
  /** What to send. */
  readonly sending: Pick<PhasePlan, "load" | "payloads" | "collector" | "signal">;
  readonly #roundTrips: number[] = [];

  constructor(payloads: Payloads) {
    const probe = payloads.at(0).subarray(0, PROBE_BYTES);
    // The first failure stops the probes, because each one could take the full timeout.
    const failed = new AbortController();
    const settled = ({ error, acknowledgedAt, sentAt }: Sample) => {
      if (error) failed.abort();
      else this.#roundTrips.push(acknowledgedAt - sentAt);
    };
    this.sending = {
      load: backToBack(1, PROBES),
      payloads: { at: () => probe },
      collector: { settled },
      signal: failed.signal,
    };
  }

  /** Half of the median. Undefined if no probe came back. */
  get halfRoundTripNs(): number | undefined {
    if (this.#roundTrips.length === 0) return undefined;
    return (
      quantile(
        this.#roundTrips.sort((a, b) => a - b),
        0.5,
      ) / 2
    );
  }
}
