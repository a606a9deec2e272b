import { type Clock, NS_PER_MS } from "../clock/clock.js";
import {
  ackDerivedClock,
  type ClockModel,
  estimatedClock,
  type OffsetEstimate,
  sharedClock,
} from "../clock/clock-model.js";
import {
  type ClockExchange,
  intersect,
  MAX_DRIFT_PPM,
  mostDrift,
  type OffsetInterval,
} from "../clock/clock-offset.js";
import { relateClocks } from "../clock/clock-relation.js";
import { exchangeStamps, FEW_EXCHANGES } from "../clock/exchange-stamps.js";
import { OffsetSteps } from "../clock/offset-steps.js";
import { narrowed, OffsetTrack } from "../clock/offset-track.js";
import type { EndIdentity } from "../control/control-types.js";
import type { ReceiverConnection } from "../control/receiver-connection.js";

/** How many exchanges an estimate uses, unless the connection is slow. */
const EXCHANGES_TO_ESTIMATE = 256;
/** How long after a check the next one starts while the round runs. Between two, the bound grows by 50 us. */
const CHECK_AFTER_MS = 200;
/** How many exchanges a check has. The first one after a pause is slow. */
const EXCHANGES_TO_CHECK = 8;

/** A clock error above this share of the median one-way time causes a warning. See `roundWarnings`. */
export const CLOCK_ERROR_TO_WARN = 0.05;
/** Above this share the estimate is useless, and one-way times are derived from acknowledgements. */
const CLOCK_ERROR_TOO_WIDE = 0.25;

/** The median times of a round in nanoseconds. Undefined if nothing was acknowledged. */
export interface MedianTimes {
  readonly transmissionNs: number;
  readonly transportNs: number;
}

/** What the final clock model depends on. */
export interface MeasuredTimes {
  /** The median times with a clock model. */
  mediansWith(model: ClockModel): MedianTimes | undefined;
  /** Half of a small round trip over the link. */
  readonly halfRoundTripNs: number;
  /** See `settled`. */
  readonly asAssumed: boolean;
}

/**
 * Finds out how far the receiver's clock is ahead of the sender's: with exchanges over the idle control
 * connection before a round, while it runs, and after it.
 */
export class RoundClock {
  readonly #receiver: ReceiverConnection;
  readonly #clock: Clock;
  #because = "";
  #shared = false;
  /** In the order of time. */
  readonly #intervals: OffsetInterval[] = [];
  /** A set of exchanges allows no offset: a clock stepped meanwhile. */
  #stepped = false;
  /** The last interval, made narrower by those before it. */
  #latest: OffsetInterval | undefined;
  readonly #steps = new OffsetSteps();
  #comparedDuring = 0;
  #comparedAfter = false;
  #checking: Promise<void> | undefined;
  #checksEnded = false;
  #wake: () => void = () => {};
  #estimated: { estimate: OffsetEstimate | null } | undefined;

  constructor(receiver: ReceiverConnection, clock: Clock) {
    this.#receiver = receiver;
    this.#clock = clock;
  }

  /** Whether both ends read the same clock. */
  get shared(): boolean {
    return this.#shared;
  }

  /** Compares the clocks. Call it before the first payload. */
  async relate(sender: EndIdentity, receiver: EndIdentity): Promise<void> {
    if (this.#receiver.kind === "inline") {
      this.#shared = true;
      this.#because = "same process";
      return;
    }
    const few = await this.#exchange(FEW_EXCHANGES);
    const relation = relateClocks(sender.clock, receiver.clock, few);
    this.#shared = relation.kind === "shared";
    this.#because = relation.because;
    if (!this.#shared) this.#add(intersect(await this.#exchange(EXCHANGES_TO_ESTIMATE)));
  }

  /** Compares the clocks again and again, until `stopChecks`. Not needed if they are shared. */
  startChecks(): void {
    if (this.#shared) return;
    this.#checking = this.#check();
  }

  /** No exchange starts after this. */
  stopChecks(): void {
    this.#checksEnded = true;
    this.#wake();
  }

  async #check(): Promise<void> {
    for (;;) {
      await this.#pause();
      if (this.#checksEnded) return;
      try {
        this.#add(intersect(await this.#exchange(EXCHANGES_TO_CHECK)));
        this.#comparedDuring++;
      } catch {
        // A receiver that does not answer is noticed elsewhere.
      }
    }
  }

  /** Waits for the time of the next check, or until `stopChecks`. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.setTimer(CHECK_AFTER_MS, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
      if (this.#checksEnded) this.#wake();
    });
  }

  /** Compares the clocks after the last payload. */
  async relateAgain(): Promise<void> {
    this.stopChecks();
    await this.#checking;
    if (this.#shared) return;
    this.#add(intersect(await this.#exchange(EXCHANGES_TO_ESTIMATE)));
    this.#comparedAfter = true;
  }

  /**
   * The offset of the receiver's clock when it took a stamp, as known at present. 0 if the clocks are shared.
   * @param acknowledgedAt when the sender got the acknowledgement with this stamp
   */
  offsetOf(stampNs: number, acknowledgedAt: number): number {
    return this.#steps.offsetOf(stampNs, acknowledgedAt);
  }

  /** The model as known at present. `errorNs` is its error until the next check. */
  provisional(): { model: ClockModel; errorNs: number } {
    if (this.#shared) return { model: sharedClock(this.#because), errorNs: 0 };
    if (this.#latest === undefined) return { model: ackDerivedClock(0, null, this.#because), errorNs: 0 };
    const { minNs, maxNs } = this.#latest;
    const errorNs = (maxNs - minNs) / 2 + mostDrift(0, CHECK_AFTER_MS * NS_PER_MS);
    const estimate: OffsetEstimate = {
      offsetNs: (minNs + maxNs) / 2,
      errorNs,
      maxDriftPpm: MAX_DRIFT_PPM,
      driftPpm: null,
      driftErrorPpm: null,
      comparedDuring: this.#comparedDuring,
      correctionNs: 0,
      toSender: (stampNs, near) => stampNs - this.offsetOf(stampNs, near),
    };
    return { model: estimatedClock(estimate, this.#because), errorNs };
  }

  /**
   * The model with all that is known after the round. It may still be too uncertain: see `final`.
   * @param asAssumed some times only exist with the offset assumed during the round, so the bound covers these
   */
  settled(asAssumed: boolean): ClockModel {
    if (this.#shared) return sharedClock(this.#because);
    const estimate = this.#estimate(asAssumed);
    return estimate ? estimatedClock(estimate, this.#because) : ackDerivedClock(0, null, this.#because);
  }

  /** The clock model for the round's one-way times. */
  final({ mediansWith, halfRoundTripNs, asAssumed }: MeasuredTimes): ClockModel {
    const model = this.settled(asAssumed);
    const estimate = this.#shared ? null : this.#estimate(asAssumed);
    const derived = (because: string) => ackDerivedClock(halfRoundTripNs, estimate, because);
    if (model.report.kind === "ack-derived") {
      const how = `one of the clocks was set, or slewed by more than ${MAX_DRIFT_PPM} ppm, during the round`;
      return derived(`${this.#because}, and ${how}`);
    }
    const medians = mediansWith(model);
    if (medians === undefined) return model;
    // A payload cannot arrive before it was sent: one of the clocks does not do what this model assumes.
    if (medians.transmissionNs < 0 || medians.transportNs < 0) {
      return derived(`${this.#because}, but one-way times came out negative`);
    }
    const tooWide = estimate !== null && estimate.errorNs > CLOCK_ERROR_TOO_WIDE * medians.transmissionNs;
    return tooWide ? derived(this.#because) : model;
  }

  /** Null if a clock stepped. */
  #estimate(asAssumed: boolean): OffsetEstimate | null {
    this.#estimated ??= { estimate: this.#estimateNow(asAssumed) };
    return this.#estimated.estimate;
  }

  #estimateNow(asAssumed: boolean): OffsetEstimate | null {
    const track = this.#stepped ? undefined : OffsetTrack.through(this.#intervals);
    if (track === undefined) return null;
    // If the receiver did not answer after the round, the clocks may have drifted until now.
    const endNs = this.#comparedAfter ? track.endedAt : this.#clock.now();
    const assumed = asAssumed ? track.deviationFrom(this.#steps, endNs) : { middleNs: 0, errorNs: 0 };
    const drift = track.drift();
    return {
      offsetNs: track.offsetAt((track.beganAt + endNs) / 2),
      errorNs: Math.max(track.errorUntil(endNs), assumed.errorNs),
      maxDriftPpm: MAX_DRIFT_PPM,
      driftPpm: drift?.ppm ?? null,
      driftErrorPpm: drift?.errorPpm ?? null,
      comparedDuring: this.#comparedDuring,
      correctionNs: -assumed.middleNs,
      toSender: (stampNs, near) => track.toSender(stampNs, near),
    };
  }

  #add(interval: OffsetInterval | undefined): void {
    if (interval === undefined) {
      this.#stepped = true;
      return;
    }
    this.#intervals.push(interval);
    // After a step, start again with this interval. The round's result reports the step.
    this.#latest = (this.#latest && narrowed(interval, this.#latest)) ?? interval;
    this.#steps.add(this.#clock.now(), (this.#latest.minNs + this.#latest.maxNs) / 2);
  }

  #exchange(most: number): Promise<ClockExchange[]> {
    return exchangeStamps(this.#clock, most, () => this.#receiver.control.stampClock({}));
  }
}
