import { NS_PER_MS, NS_PER_SECOND } from "../clock/clock.js";
import type { Slice, SliceMedians } from "../result/result.js";
import { quantile } from "../stats/summary.js";
import { SliceStamps } from "./slice-stamps.js";
import type { PayloadStamps, Stamp } from "./stamp-store.js";

/** A slice's numbers, without its place in the block. */
export type SliceNumbers = Omit<Slice, "place">;

/** Records the acknowledged payloads of one slice after another. Both ends must read the same clock. */
export class SliceRecorder {
  readonly #stamps = new SliceStamps();
  readonly #scheduled: boolean;

  /** @param scheduled whether the load is scheduled. Only then there are response times. */
  constructor(scheduled: boolean) {
    this.#scheduled = scheduled;
  }

  /** Records an acknowledged payload. */
  append(payload: PayloadStamps): void {
    this.#stamps.append(payload);
  }

  /** The numbers of the slice. The next sample belongs to the next slice. */
  take(): SliceNumbers {
    const numbers = {
      acknowledged: this.#stamps.length,
      medians: this.#medians(),
      acknowledgedPerSecond: this.#perSecond(),
    };
    this.#stamps.clear();
    return numbers;
  }

  #medians(): SliceMedians {
    return {
      encodeMs: this.#medianMs("sentAt", "encodedAt"),
      transportMs: this.#medianMs("encodedAt", "receivedAt"),
      decodeMs: this.#medianMs("receivedAt", "decodedAt"),
      transmissionMs: this.#medianMs("sentAt", "decodedAt"),
      serviceMs: this.#medianMs("sentAt", "acknowledgedAt"),
      responseMs: this.#scheduled ? this.#medianMs("dueAt", "acknowledgedAt") : null,
      slipMs: this.#medianMs("dueAt", "sentAt"),
    };
  }

  #medianMs(from: Stamp, to: Stamp): number | null {
    if (this.#stamps.length === 0) return null;
    return rounded(quantile(this.#stamps.differences(from, to).sort(), 0.5) / NS_PER_MS);
  }

  #perSecond(): number | null {
    const { length, span } = this.#stamps;
    if (length < 2) return null;
    return rounded((length * NS_PER_SECOND) / (span.lastAcknowledgedAt - span.firstSentAt));
  }
}

/** Six digits: a result has thousands of these numbers, and none of them is that exact. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
