import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { ackDerivedClock, type ClockModel, estimatedClock, sharedClock } from "../clock/clock-model.js";
import {
  type ClockExchange,
  estimateOffset,
  extrapolateOffset,
  intersect,
  isDrift,
  type OffsetInterval,
} from "../clock/clock-offset.js";
import { relateClocks } from "../clock/clock-relation.js";
import type { EndIdentity, ReceiverConnection } from "../control/control-calls.js";

/** Exchanges that tell whether an offset of zero is possible. */
const EXCHANGES_TO_RELATE = 16;
/** Exchanges of one estimate: their intersection is a few per cent of one round trip. */
const EXCHANGES_TO_ESTIMATE = 256;
/** On a slow connection fewer must do. */
const ESTIMATE_WITHIN_NS = 2_000 * NS_PER_MS;

/** A bound above this share of the median one-way time is worth a warning; see `rowWarnings`. */
export const CLOCK_ERROR_WORTH_TELLING = 0.05;
/** A bound above this share of the median says too little: one-way times are made from acknowledgements. */
const CLOCK_ERROR_TOO_WIDE = 0.25;

/** Learns how the receiver's clock relates to the sender's, on the idle control connection before and after a row. */
export class RoundClock {
  readonly #receiver: ReceiverConnection;
  readonly #clock: Clock;
  #because = "";
  #shared = false;
  #before: OffsetInterval | undefined;
  #after: OffsetInterval | undefined;
  #askedAfter = false;

  constructor(receiver: ReceiverConnection, clock: Clock) {
    this.#receiver = receiver;
    this.#clock = clock;
  }

  /** Whether the two ends read one clock. */
  get shared(): boolean {
    return this.#shared;
  }

  /** Before the first payload. */
  async relate(sender: EndIdentity, receiver: EndIdentity): Promise<void> {
    const { kind } = this.#receiver;
    this.#shared = kind !== "remote";
    this.#because = kind === "inline" ? "same process" : "forked by the sender";
    if (this.#shared) return;
    const few = await this.#exchange(EXCHANGES_TO_RELATE);
    const relation = relateClocks(sender.clock, receiver.clock, few);
    this.#shared = relation.kind === "shared";
    this.#because = relation.because;
    if (this.#shared) return;
    this.#before = intersect(await this.#exchange(EXCHANGES_TO_ESTIMATE));
  }

  /** After the last payload. */
  async relateAgain(): Promise<void> {
    if (this.#shared || this.#before === undefined) return;
    this.#after = intersect(await this.#exchange(EXCHANGES_TO_ESTIMATE));
    this.#askedAfter = true;
  }

  /** What is known while payloads are under way. `errorNs` is of the beginning. */
  provisional(): { model: ClockModel; offsetNs: number; errorNs: number } {
    if (this.#shared) return { model: sharedClock(this.#because), offsetNs: 0, errorNs: 0 };
    if (this.#before === undefined) {
      return { model: ackDerivedClock(0, null, this.#because), offsetNs: 0, errorNs: 0 };
    }
    const estimate = extrapolateOffset(this.#before, this.#before.atNs);
    return {
      model: estimatedClock(estimate, this.#because),
      offsetNs: estimate.offsetNs,
      errorNs: estimate.errorNs,
    };
  }

  /**
   * What the row's one-way times are made with.
   *
   * @param row `medianNs` is the median transmission time that a clock model makes; `halfRoundTripNs` half of a small
   *   round trip over the link; `asConstant` says that one offset must do for all payloads
   */
  final(row: {
    medianNs(model: ClockModel): number | undefined;
    readonly halfRoundTripNs: number;
    readonly asConstant: boolean;
  }): ClockModel {
    if (this.#shared) return sharedClock(this.#because);
    const { halfRoundTripNs } = row;
    if (this.#before === undefined || this.#wasSet()) {
      return ackDerivedClock(
        halfRoundTripNs,
        null,
        `${this.#because}, and one of their clocks was set meanwhile`,
      );
    }
    const exact = this.#after
      ? estimateOffset(this.#before, this.#after)
      : extrapolateOffset(this.#before, this.#clock.now());
    const estimate = row.asConstant
      ? { ...exact, errorNs: exact.errorNs + exact.spreadNs, offsetAt: () => exact.offsetNs }
      : exact;
    const model = estimatedClock(estimate, this.#because);
    const median = row.medianNs(model);
    if (median !== undefined && estimate.errorNs > CLOCK_ERROR_TOO_WIDE * median) {
      return ackDerivedClock(halfRoundTripNs, estimate, this.#because);
    }
    return model;
  }

  /** Whether no steady drift leads from what was seen before to what was seen after. */
  #wasSet(): boolean {
    if (!this.#askedAfter || this.#before === undefined) return false;
    return this.#after === undefined || !isDrift(this.#before, this.#after);
  }

  async #exchange(most: number): Promise<ClockExchange[]> {
    const exchanges: ClockExchange[] = [];
    const until = this.#clock.now() + ESTIMATE_WITHIN_NS;
    while (exchanges.length < most && (exchanges.length < EXCHANGES_TO_RELATE || this.#clock.now() < until)) {
      const t1 = this.#clock.now();
      const { receivedAt: t2, sentAt: t3 } = await this.#receiver.stampClock();
      exchanges.push({ t1, t2, t3, t4: this.#clock.now() });
    }
    return exchanges;
  }
}
