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
import type { EndIdentity } from "../control/control-types.js";
import type { ReceiverConnection } from "../control/receiver-connection.js";

/** How many exchanges decide whether an offset of zero is possible. */
const EXCHANGES_TO_RELATE = 16;
/** How many exchanges an estimate uses. Their intersection is as narrow as a few per cent of a round trip. */
const EXCHANGES_TO_ESTIMATE = 256;
/** An estimate stops after this time. On a slow connection it uses fewer exchanges. */
const ESTIMATE_WITHIN_NS = 2_000 * NS_PER_MS;

/** A clock error above this share of the median one-way time causes a warning. See `roundWarnings`. */
export const CLOCK_ERROR_TO_WARN = 0.05;
/** Above this share the estimate is useless, and one-way times are derived from acknowledgements. */
const CLOCK_ERROR_TOO_WIDE = 0.25;

/** Estimates the clock offset over the idle control connection, before and after a round. */
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

  /** Whether both ends read the same clock. */
  get shared(): boolean {
    return this.#shared;
  }

  /** Estimates the offset. Call it before the first payload. */
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

  /** Estimates the offset again. Call it after the last payload. */
  async relateAgain(): Promise<void> {
    if (this.#shared || this.#before === undefined) return;
    this.#after = intersect(await this.#exchange(EXCHANGES_TO_ESTIMATE));
    this.#askedAfter = true;
  }

  /** The estimate before the round. `errorNs` is its error at that time. */
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
   * The clock model for the round's one-way times.
   *
   * @param round `medianNs` returns the median transmission time with a clock model. `halfRoundTripNs` is
   *   half of a small round trip over the link. With `asConstant`, the model uses one offset for all
   *   payloads.
   */
  final(round: {
    medianNs(model: ClockModel): number | undefined;
    readonly halfRoundTripNs: number;
    readonly asConstant: boolean;
  }): ClockModel {
    if (this.#shared) return sharedClock(this.#because);
    const { halfRoundTripNs } = round;
    if (this.#before === undefined || this.#wasSet()) {
      return ackDerivedClock(
        halfRoundTripNs,
        null,
        `${this.#because}, and one of the clocks stepped during the round`,
      );
    }
    const exact = this.#after
      ? estimateOffset(this.#before, this.#after)
      : extrapolateOffset(this.#before, this.#clock.now());
    const estimate = round.asConstant
      ? { ...exact, errorNs: exact.errorNs + exact.spreadNs, offsetAt: () => exact.offsetNs }
      : exact;
    const model = estimatedClock(estimate, this.#because);
    const median = round.medianNs(model);
    if (median !== undefined && estimate.errorNs > CLOCK_ERROR_TOO_WIDE * median) {
      return ackDerivedClock(halfRoundTripNs, estimate, this.#because);
    }
    return model;
  }

  /** Whether drift cannot explain the offsets before and after the round, so a clock must have been set. */
  #wasSet(): boolean {
    if (!this.#askedAfter || this.#before === undefined) return false;
    return this.#after === undefined || !isDrift(this.#before, this.#after);
  }

  async #exchange(most: number): Promise<ClockExchange[]> {
    const exchanges: ClockExchange[] = [];
    const until = this.#clock.now() + ESTIMATE_WITHIN_NS;
    while (exchanges.length < most && (exchanges.length < EXCHANGES_TO_RELATE || this.#clock.now() < until)) {
      const t1 = this.#clock.now();
      const { receivedAt: t2, sentAt: t3 } = await this.#receiver.control.stampClock({});
      exchanges.push({ t1, t2, t3, t4: this.#clock.now() });
    }
    return exchanges;
  }
}
