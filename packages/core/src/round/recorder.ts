import type { Clock } from "../clock/clock.js";
import type { PayloadError, PayloadErrorCode } from "../failure/codes.js";
import type { PayloadFailure } from "../result/result.js";
import { type Series, type SeriesCounts, SeriesRecorder } from "../stats/series.js";
import { TimeCounts } from "../stats/time-counts.js";
import { loadTimeHistograms, type TimeHistogram } from "../stats/time-histogram.js";
import { eachRecorded, ONE_WAY, type RecordedTime } from "./recorded-times.js";
import type { Sample } from "./sample.js";
import { blankStoredSample, SampleStore, type StoredSample } from "./sample-store.js";
import type { SliceRecorder } from "./slice-recorder.js";
import { StampQueue } from "./stamp-queue.js";
import type { PayloadStamps } from "./stamp-store.js";

/** Options of a recorder. */
export interface RecorderOptions {
  /** How many samples to keep, from the first on. Later ones only go into histograms and the series. */
  readonly keep: number;
  /** The sequence number of the phase's first payload. */
  readonly firstSequence: number;
  /** Whether the load is scheduled. Only then there are response times. */
  readonly scheduled: boolean;
  /** How far the receiver's clock was ahead at a stamp, as known during the phase. See `RoundClock`. */
  readonly offsetOf: OffsetOf;
  /**
   * Shift of the one-way histograms. A clock error can make one-way times negative, and buckets begin at 0.
   */
  readonly shiftNs: number;
  readonly clock: Clock;
}

/** How far the receiver's clock was ahead when it took a stamp. */
export type OffsetOf = (stampNs: number, acknowledgedAt: number) => number;

/** So many samples wait before some are folded: a turn of the event loop costs more than folding a few. */
const FOLD_FROM = 8;
/** So many wait at most while a slice is measured. They take 6 MB. */
const FOLD_FROM_IN_SLICE = 131_072;
/** How many samples are added to the histograms in one turn. */
const FOLD_AT_ONCE = 64;

/**
 * Records one phase's payloads. Appending only writes numbers to a typed array. Samples beyond `keep` are
 * folded (added to histograms and the series) in separate event-loop turns, then dropped. Those of a slice are folded after it, if
 * it is not too long. Kept ones are folded at the end. So memory does not grow with the number of payloads, and a short run folds
 * nothing while it measures.
 */
export class Recorder {
  /** How many payloads were acknowledged or failed. */
  settled = 0;
  failed = 0;
  dropped = 0;
  /** How many of the failed payloads were never passed to a link. */
  notHandedOver = 0;
  /** The highest sequence number that was passed to a link. -1 if there is none. */
  lastHandedOver = -1;
  /** Of all payloads that were acknowledged or failed. */
  payloadBytes = 0;
  /** Without those whose encoding failed. */
  frameBytes = 0;
  // The fields below are complete after `finish`. These two cover all payloads:
  firstSentAt: number = Number.POSITIVE_INFINITY;
  lastSentAt: number = Number.NEGATIVE_INFINITY;
  // These cover the acknowledged payloads. `offsetOf` is subtracted from the receiver's stamps:
  transmissionNs = 0;
  lastDecodedAt: number = Number.NEGATIVE_INFINITY;
  firstAcknowledgedAt: number = Number.POSITIVE_INFINITY;
  lastAcknowledgedAt: number = Number.NEGATIVE_INFINITY;

  readonly #options: RecorderOptions;
  readonly #kept = new SampleStore();
  readonly #errors = new Map<number, PayloadError>();
  readonly #waiting = new StampQueue();
  #foldFrom = FOLD_FROM;
  #slice: Pick<SliceRecorder, "append"> | null = null;
  /** How many samples were kept before the slice. */
  #keptBefore = 0;
  #series: SeriesRecorder;
  #beganAt = Number.NaN;
  readonly #sample = blankStoredSample();
  readonly #failures = new Map<PayloadErrorCode, { code: PayloadErrorCode; count: number; first: string }>();
  readonly #counts: Readonly<Record<RecordedTime, TimeCounts>>;
  #histograms: Readonly<Record<RecordedTime, TimeHistogram>> | undefined;
  #cancelFold: (() => void) | undefined;
  /** When payloads were acknowledged since the last one was sent. */
  readonly #acknowledgedSince: number[] = [];
  #acknowledgementsSince = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#series = this.#newSeries(Number.NaN);
    this.#counts = eachRecorded((time) => TimeCounts.withShift(ONE_WAY.has(time) ? options.shiftNs : 0));
  }

  get firstSequence(): number {
    return this.#options.firstSequence;
  }

  /** When the load began. NaN before that. */
  get beganAt(): number {
    return this.#beganAt;
  }

  /** Must be called when the load begins. */
  begin(beganAt: number): void {
    this.#beganAt = beganAt;
    this.#series = this.#newSeries(beganAt);
  }

  /**
   * A piece of the phase begins. If it is a slice, `foldWaiting` must be called after it.
   * @param slice has all acknowledged payloads of the slice after `foldWaiting`. Null: it is not a slice.
   */
  beginPiece(slice: Pick<SliceRecorder, "append"> | null): void {
    this.#slice = slice;
    this.#keptBefore = this.#kept.length;
    this.#foldFrom = slice === null ? FOLD_FROM : FOLD_FROM_IN_SLICE;
  }

  /** Whether every sample was kept. */
  get complete(): boolean {
    return this.settled === this.#kept.length;
  }

  /** A payload is about to be sent. */
  sending(): void {
    // The list keeps its memory: a new one for each payload would be work for the garbage collector.
    this.#acknowledgementsSince = 0;
  }

  /** So many payloads are in flight from now on. */
  inFlight(at: number, count: number): void {
    this.#series.inFlight(at, count);
  }

  /** Records a payload that was acknowledged or failed. */
  append(sample: Sample): void {
    const index = sample.sequence - this.#options.firstSequence;
    this.settled++;
    if (sample.error) {
      this.failed++;
      const { code, message } = sample.error;
      const known = this.#failures.get(code);
      if (known) known.count++;
      else this.#failures.set(code, { code, count: 1, first: message });
    } else this.#acknowledgedSince[this.#acknowledgementsSince++] = sample.acknowledgedAt;
    this.payloadBytes += sample.payloadBytes;
    if (!Number.isNaN(sample.frameBytes)) this.frameBytes += sample.frameBytes;
    // Without a frame, the codec failed or the round had ended.
    if (Number.isNaN(sample.frameBytes) || sample.error?.code === "FRAME_TOO_LARGE") this.notHandedOver++;
    else if (sample.sequence > this.lastHandedOver) this.lastHandedOver = sample.sequence;
    if (index < this.#options.keep) {
      this.#kept.append(sample);
      if (sample.error) this.#errors.set(index, sample.error);
      return;
    }
    if (this.#waiting.full) this.#foldSome();
    this.#waiting.append(sample);
    if (this.#waiting.length < this.#foldFrom) return;
    // The rest of a slice that is so long is folded in turns.
    this.#foldFrom = FOLD_FROM;
    this.#cancelFold ??= this.#options.clock.setImmediate(this.#foldLater);
  }

  /** Records a payload that was due but not sent. */
  drop(dueAt: number): void {
    this.dropped++;
    this.#series.dropped(dueAt);
  }

  /**
   * How many payloads were acknowledged at or after a time. It must not be before the last payload was sent.
   */
  acknowledgedFrom(at: number): number {
    let count = 0;
    for (let index = 0; index < this.#acknowledgementsSince; index++) {
      if ((this.#acknowledgedSince[index] as number) >= at) count++;
    }
    return count;
  }

  /** Why payloads failed, one entry per code. */
  get failures(): readonly PayloadFailure[] {
    return [...this.#failures.values()];
  }

  /** Folds the samples that wait for it. Between two slices there must be no work left. */
  foldWaiting(): void {
    this.#cancelFold?.();
    this.#cancelFold = undefined;
    while (this.#waiting.length > 0) this.#foldSome();
    if (this.#slice === null) return;
    for (; this.#keptBefore < this.#kept.length; this.#keptBefore++) {
      const sample = this.#kept.read(this.#keptBefore, this.#sample);
      if (!sample.failed) this.#slice.append(sample);
    }
  }

  /**
   * Folds all remaining samples. Call it after the last `append`.
   * @param offsetOf for kept samples: it is known best now. By default, as for the others.
   */
  async finish(offsetOf: OffsetOf = this.#options.offsetOf): Promise<void> {
    this.foldWaiting();
    for (let index = 0; index < this.#kept.length; index++) {
      const sample = this.#kept.read(index, this.#sample);
      this.#fold(sample, sample.failed, offsetOf);
    }
    // Loading the library takes tens of milliseconds, so it must not happen while payloads are sent.
    const make = await loadTimeHistograms();
    this.#histograms = eachRecorded((time) => make({ counts: this.#counts[time] }));
  }

  /**
   * The histograms, complete after `finish`. In one-way times, `offsetOf` is subtracted from the receiver's
   * stamps.
   */
  histograms(): Readonly<Record<RecordedTime, TimeHistogram>> {
    if (this.#histograms === undefined) throw new Error("the recorder has not finished");
    return this.#histograms;
  }

  series(): Series {
    return this.#series.close();
  }

  /** What the series is made from. */
  seriesCounts(): SeriesCounts {
    return this.#series.counts();
  }

  /**
   * The kept samples in the order of sending. `sample` is one object that is reused, so copy what you keep.
   */
  *samples(): Generator<{ index: number; sample: StoredSample; error: PayloadError | undefined }> {
    const places = new Uint32Array(this.#kept.length);
    const sequences = new Float64Array(this.#kept.length);
    for (let place = 0; place < places.length; place++) {
      places[place] = place;
      sequences[place] = this.#kept.read(place, this.#sample).sequence;
    }
    places.sort((a, b) => (sequences[a] as number) - (sequences[b] as number));
    for (const place of places) {
      const sample = this.#kept.read(place, this.#sample);
      const index = sample.sequence - this.#options.firstSequence;
      yield { index, sample, error: this.#errors.get(index) };
    }
  }

  #newSeries(beganAt: number): SeriesRecorder {
    return new SeriesRecorder(this.#options.scheduled ? "responseMs" : "serviceMs", beganAt);
  }

  readonly #foldLater = (): void => {
    this.#cancelFold = undefined;
    this.#foldSome();
    if (this.#waiting.length > 0) this.#cancelFold = this.#options.clock.setImmediate(this.#foldLater);
  };

  #foldSome(): void {
    const left = Math.max(0, this.#waiting.length - FOLD_AT_ONCE);
    while (this.#waiting.length > left) {
      const stamps = this.#waiting.take(this.#sample);
      const failed = Number.isNaN(stamps.acknowledgedAt);
      this.#fold(stamps, failed, this.#options.offsetOf);
      if (!failed) this.#slice?.append(stamps);
    }
  }

  #fold(stamps: PayloadStamps, failed: boolean, offsetOf: OffsetOf): void {
    const { dueAt, sentAt, encodedAt, acknowledgedAt } = stamps;
    this.firstSentAt = Math.min(this.firstSentAt, sentAt);
    this.lastSentAt = Math.max(this.lastSentAt, sentAt);
    if (failed) {
      this.#series.failed(dueAt);
      return;
    }
    const offsetNs = offsetOf(stamps.decodedAt, acknowledgedAt);
    const receivedAt = stamps.receivedAt - offsetNs;
    const decodedAt = stamps.decodedAt - offsetNs;
    this.transmissionNs += decodedAt - sentAt;
    this.lastDecodedAt = Math.max(this.lastDecodedAt, decodedAt);
    this.firstAcknowledgedAt = Math.min(this.firstAcknowledgedAt, acknowledgedAt);
    this.lastAcknowledgedAt = Math.max(this.lastAcknowledgedAt, acknowledgedAt);

    const counts = this.#counts;
    counts.encodeMs.record(encodedAt - sentAt);
    counts.transportMs.record(receivedAt - encodedAt);
    counts.decodeMs.record(decodedAt - receivedAt);
    counts.transmissionMs.record(decodedAt - sentAt);
    counts.serviceMs.record(acknowledgedAt - sentAt);
    counts.slipMs.record(sentAt - dueAt);
    counts.roundTransportMs.record(acknowledgedAt - encodedAt - (decodedAt - receivedAt));
    if (this.#options.scheduled) {
      counts.responseMs.record(acknowledgedAt - dueAt);
      this.#series.acknowledged(dueAt, acknowledgedAt - dueAt, acknowledgedAt);
    } else this.#series.acknowledged(dueAt, acknowledgedAt - sentAt, acknowledgedAt);
  }
}
