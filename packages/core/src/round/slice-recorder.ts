import { NS_PER_MS, NS_PER_SECOND } from "../clock/clock.js";
import type { Slice, SliceMedians } from "../result/result.js";
import { quantile } from "../stats/summary.js";
import type { Sample } from "./sample.js";
import { blankStoredSample, SampleStore, type StoredSample } from "./sample-store.js";

/** A slice's numbers, without its place in the block. */
export type SliceNumbers = Omit<Slice, "place">;

/** Records the acknowledged payloads of one slice after another. Both ends must read the same clock. */
export class SliceRecorder {
  readonly #samples = new SampleStore();
  readonly #sample = blankStoredSample();
  readonly #scheduled: boolean;

  /** @param scheduled whether the load is scheduled. Only then there are response times. */
  constructor(scheduled: boolean) {
    this.#scheduled = scheduled;
  }

  append(sample: Sample): void {
    if (!sample.error) this.#samples.append(sample);
  }

  /** The numbers of the slice. The next sample belongs to the next slice. */
  take(): SliceNumbers {
    const numbers = {
      acknowledged: this.#samples.length,
      medians: this.#medians(),
      acknowledgedPerSecond: this.#perSecond(),
    };
    this.#samples.clear();
    return numbers;
  }

  #medians(): SliceMedians {
    return {
      encodeMs: this.#median((one) => one.encodedAt - one.sentAt),
      transportMs: this.#median((one) => one.receivedAt - one.encodedAt),
      decodeMs: this.#median((one) => one.decodedAt - one.receivedAt),
      transmissionMs: this.#median((one) => one.decodedAt - one.sentAt),
      serviceMs: this.#median((one) => one.acknowledgedAt - one.sentAt),
      responseMs: this.#scheduled ? this.#median((one) => one.acknowledgedAt - one.dueAt) : null,
      slipMs: this.#median((one) => one.sentAt - one.dueAt),
    };
  }

  #median(nanoseconds: (sample: StoredSample) => number): number | null {
    const { length } = this.#samples;
    if (length === 0) return null;
    const values = new Float64Array(length);
    for (let index = 0; index < length; index++) {
      values[index] = nanoseconds(this.#samples.read(index, this.#sample));
    }
    return rounded(quantile(values.sort(), 0.5) / NS_PER_MS);
  }

  #perSecond(): number | null {
    const { length } = this.#samples;
    if (length < 2) return null;
    let [firstSentAt, lastAcknowledgedAt] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let index = 0; index < length; index++) {
      const { sentAt, acknowledgedAt } = this.#samples.read(index, this.#sample);
      firstSentAt = Math.min(firstSentAt, sentAt);
      lastAcknowledgedAt = Math.max(lastAcknowledgedAt, acknowledgedAt);
    }
    return rounded((length * NS_PER_SECOND) / (lastAcknowledgedAt - firstSentAt));
  }
}

/** Six digits: a result has thousands of these numbers, and none of them is that exact. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
