import type { Clock } from "../clock/clock.js";
import type { Failure, PayloadError, PayloadErrorCode } from "../result/result.js";
import { type Series, SeriesRecorder } from "../stats/series.js";
import {
  loadTimeHistograms,
  type TimeHistogram,
  type TimeHistogramFactory,
} from "../stats/time-histogram.js";
import type { SentRecord } from "./exchange.js";
import { blankRow, type Row, Rows } from "./samples.js";

/** How the rows of one phase are kept. */
export interface RecorderOptions {
  /** How many rows are kept as they are: those of the first payloads. What comes after lives on in histograms alone. */
  readonly keep: number;
  /** The number of the phase's first payload. */
  readonly firstSequence: number;
  /** Whether payloads are due by a plan, so that there are response times. */
  readonly scheduled: boolean;
  /** What the receiver's clock is ahead, as far as is known while the rows come; 0 if the two ends share one. */
  readonly offsetNs: number;
  /** Added to one-way times in their histograms: one that is negative within the clock's error is recorded, too. */
  readonly shiftNs: number;
  readonly clock: Clock;
}

/** The times that have histograms. `roundTransportMs` is service time less encode and decode. */
export type RecordedTime =
  | "encodeMs"
  | "transportMs"
  | "decodeMs"
  | "transmissionMs"
  | "serviceMs"
  | "responseMs"
  | "slipMs"
  | "roundTransportMs";

/** Rows that are folded in one go: about 0.1 ms. */
const FOLD_AT_ONCE = 64;
/** What may wait to be folded between two turns of the event loop; beyond it, to append folds. */
const MOST_WAITING = 16_384;

/**
 * What became of one phase's payloads. To append costs a row in a typed array. Rows beyond those kept are folded into
 * histograms and a series in turns of their own, and forgotten; those kept are folded at the end. So memory does not grow
 * with the number of payloads, and a run that is short enough folds nothing while it measures.
 */
export class Recorder {
  /** How many payloads have settled. */
  settled = 0;
  failed = 0;
  dropped = 0;
  /** Of the failed ones: those that never reached the link. */
  notHandedOver = 0;
  /** Sums and ends below are complete after `finish`. Of all payloads: */
  payloadBytes = 0;
  frameBytes = 0;
  firstSentAt: number = Number.POSITIVE_INFINITY;
  /** Of the acknowledged ones, the receiver's stamps less `offsetNs`: */
  transmissionNs = 0;
  lastDecodedAt: number = Number.NEGATIVE_INFINITY;
  firstAcknowledgedAt: number = Number.POSITIVE_INFINITY;
  lastAcknowledgedAt: number = Number.NEGATIVE_INFINITY;

  readonly #options: RecorderOptions;
  readonly #kept = new Rows();
  readonly #errors = new Map<number, PayloadError>();
  readonly #waiting = new Rows();
  #series: SeriesRecorder;
  #beganAt = Number.NaN;
  readonly #row = blankRow();
  readonly #failures = new Map<PayloadErrorCode, { code: PayloadErrorCode; count: number; first: string }>();
  #histograms: Readonly<Record<RecordedTime, TimeHistogram>> | undefined;
  #cancelFold: (() => void) | undefined;
  #foldedOfWaiting = 0;

  /** @param factory makes histograms; without it, no more than the rows kept may come */
  constructor(options: RecorderOptions, factory: TimeHistogramFactory | undefined) {
    this.#options = options;
    this.#series = this.#newSeries(Number.NaN);
    if (factory) this.#histograms = makeHistograms(factory, options.shiftNs);
  }

  get firstSequence(): number {
    return this.#options.firstSequence;
  }

  /** When its load began; NaN if it has not. */
  get beganAt(): number {
    return this.#beganAt;
  }

  /** The load begins. */
  begin(beganAt: number): void {
    this.#beganAt = beganAt;
    this.#series = this.#newSeries(beganAt);
  }

  /** Whether every row was kept. */
  get complete(): boolean {
    return this.settled === this.#kept.length;
  }

  append(record: SentRecord): void {
    const index = record.sequence - this.#options.firstSequence;
    this.settled++;
    if (record.error) {
      this.failed++;
      const { code, message } = record.error;
      const alike = this.#failures.get(code);
      if (alike) alike.count++;
      else this.#failures.set(code, { code, count: 1, first: message });
      if (code === "ENCODE_FAILED" || code === "FRAME_TOO_LARGE") this.notHandedOver++;
    }
    if (index < this.#options.keep) {
      this.#kept.append(record);
      if (record.error) this.#errors.set(index, record.error);
      return;
    }
    this.#waiting.append(record);
    if (this.#waiting.length - this.#foldedOfWaiting > MOST_WAITING) this.#foldSome();
    this.#cancelFold ??= this.#options.clock.setImmediate(this.#foldLater);
  }

  /** A payload was due, and not sent. */
  drop(dueAt: number): void {
    this.dropped++;
    this.#series.dropped(dueAt);
  }

  /** A closer look showed another reason for what had failed. */
  correct(code: PayloadErrorCode, error: PayloadError): void {
    for (const [index, { code: told }] of this.#errors) if (told === code) this.#errors.set(index, error);
    const failure = this.#failures.get(code);
    if (failure) Object.assign(failure, { code: error.code, first: error.message });
  }

  /** Why payloads failed, each reason once. */
  get failures(): readonly Failure[] {
    return [...this.#failures.values()];
  }

  /** Folds what is left. To be called once nothing more comes. */
  async finish(): Promise<void> {
    this.#cancelFold?.();
    this.#histograms ??= makeHistograms(await loadTimeHistograms(), this.#options.shiftNs);
    while (this.#foldedOfWaiting < this.#waiting.length) this.#foldSome();
    for (let index = 0; index < this.#kept.length; index++) this.#fold(this.#kept.read(index, this.#row));
  }

  /** The histograms, after `finish`. One-way times are with the receiver's stamps less `offsetNs`. */
  histograms(): Readonly<Record<RecordedTime, TimeHistogram>> {
    if (this.#histograms === undefined) throw new Error("the recorder has not finished");
    return this.#histograms;
  }

  series(): Series {
    return this.#series.close();
  }

  /** The rows kept, in the order in which their payloads were sent, each with its place; `row` is used again. */
  *rows(): Generator<{ index: number; row: Row; error: PayloadError | undefined }> {
    const places = new Uint32Array(this.#kept.length);
    const sequences = new Float64Array(this.#kept.length);
    for (let place = 0; place < places.length; place++) {
      places[place] = place;
      sequences[place] = this.#kept.read(place, this.#row).sequence;
    }
    places.sort((a, b) => (sequences[a] as number) - (sequences[b] as number));
    for (const place of places) {
      const row = this.#kept.read(place, this.#row);
      const index = row.sequence - this.#options.firstSequence;
      yield { index, row, error: this.#errors.get(index) };
    }
  }

  #newSeries(beganAt: number): SeriesRecorder {
    return new SeriesRecorder(this.#options.scheduled ? "responseMs" : "serviceMs", beganAt);
  }

  readonly #foldLater = (): void => {
    this.#cancelFold = undefined;
    this.#foldSome();
    if (this.#foldedOfWaiting < this.#waiting.length) {
      this.#cancelFold = this.#options.clock.setImmediate(this.#foldLater);
    }
  };

  #foldSome(): void {
    const until = Math.min(this.#waiting.length, this.#foldedOfWaiting + FOLD_AT_ONCE);
    while (this.#foldedOfWaiting < until) this.#fold(this.#waiting.read(this.#foldedOfWaiting++, this.#row));
    if (this.#foldedOfWaiting < this.#waiting.length) return;
    this.#waiting.clear();
    this.#foldedOfWaiting = 0;
  }

  #fold(row: Row): void {
    const { dueAt, sentAt, encodedAt, acknowledgedAt } = row;
    this.payloadBytes += row.payloadBytes;
    if (!Number.isNaN(row.frameBytes)) this.frameBytes += row.frameBytes;
    this.firstSentAt = Math.min(this.firstSentAt, sentAt);
    if (row.failed) {
      this.#series.failed(dueAt);
      return;
    }
    const receivedAt = row.receivedAt - this.#options.offsetNs;
    const decodedAt = row.decodedAt - this.#options.offsetNs;
    this.transmissionNs += decodedAt - sentAt;
    this.lastDecodedAt = Math.max(this.lastDecodedAt, decodedAt);
    this.firstAcknowledgedAt = Math.min(this.firstAcknowledgedAt, acknowledgedAt);
    this.lastAcknowledgedAt = Math.max(this.lastAcknowledgedAt, acknowledgedAt);

    const histograms = this.histograms();
    histograms.encodeMs.record(encodedAt - sentAt);
    histograms.transportMs.record(receivedAt - encodedAt);
    histograms.decodeMs.record(decodedAt - receivedAt);
    histograms.transmissionMs.record(decodedAt - sentAt);
    histograms.serviceMs.record(acknowledgedAt - sentAt);
    histograms.slipMs.record(sentAt - dueAt);
    histograms.roundTransportMs.record(acknowledgedAt - encodedAt - (decodedAt - receivedAt));
    if (this.#options.scheduled) {
      histograms.responseMs.record(acknowledgedAt - dueAt);
      this.#series.acknowledged(dueAt, acknowledgedAt - dueAt);
    } else this.#series.acknowledged(dueAt, acknowledgedAt - sentAt);
  }
}

function makeHistograms(make: TimeHistogramFactory, shiftNs: number): Record<RecordedTime, TimeHistogram> {
  const oneWay = { shiftNs };
  return {
    encodeMs: make(),
    transportMs: make(oneWay),
    decodeMs: make(),
    transmissionMs: make(oneWay),
    serviceMs: make(),
    responseMs: make(),
    slipMs: make(),
    roundTransportMs: make(),
  };
}
