import type { Clock } from "../clock/clock.js";
import { isScheduled, type Load } from "../load/load.js";
import { ResourceMeter, type Resources } from "../process/resource-meter.js";
import type { PhaseReporter } from "./phase-reporter.js";
import type { Recorder } from "./recorder.js";
import type { Sample } from "./sample.js";
import type { PhaseSent, SampleCollector } from "./send-phase.js";
import { type SliceNumbers, SliceRecorder } from "./slice-recorder.js";

/** One piece of the measure phase. */
export interface Piece {
  /** Whether the phase has several pieces. Then each is a slice. */
  readonly sliced: boolean;
  /** Whether it is the last one. */
  readonly last: boolean;
}

/**
 * The measure phase of a round, or a part of its warm-up: in one piece, or in slices. The gaps between slices are taken out of all stamps, so
 * the numbers of the phase are as if its slices had followed each other without a gap.
 */
export class MeasurePhase implements SampleCollector {
  readonly recorder: Recorder;
  readonly slices: SliceNumbers[] = [];
  mostInFlight = 0;
  spinNs = 0;
  /** What this process used. Null until `end`. */
  resources: Resources | null = null;
  /** How long the gaps took so far. */
  gapsNs = 0;

  readonly #clock: Clock;
  readonly #reporter: PhaseReporter;
  readonly #slice: SliceRecorder;
  /** How long the event loop only polled in the piece that is being sent. */
  #polledNs = nothingPolled;
  readonly #meter: ResourceMeter = new ResourceMeter(() => this.spinNs + this.#polledNs());
  #piece: Piece = { sliced: false, last: true };
  #pausedAt: number | undefined;
  #metering = false;

  constructor(recorder: Recorder, load: Load, clock: Clock, reporter: PhaseReporter) {
    this.recorder = recorder;
    this.#clock = clock;
    this.#reporter = reporter;
    this.#slice = new SliceRecorder(isScheduled(load));
  }

  /** Whether a piece of it was sent already. */
  get continues(): boolean {
    return this.#pausedAt !== undefined;
  }

  /** How many payloads were sent or dropped so far. */
  get done(): number {
    return this.recorder.settled + this.recorder.dropped;
  }

  /** Whether payloads were sent, and all of them failed. */
  get unanswered(): boolean {
    const { settled, failed } = this.recorder;
    return settled > 0 && failed === settled;
  }

  /** Must be called before a piece is sent. */
  prepare(piece: Piece): void {
    this.#piece = piece;
    this.recorder.beginPiece(piece.sliced ? this.#slice : null);
    if (this.continues) this.#meter.resume();
    else this.#meter.start();
    this.#metering = true;
  }

  began(beganAt: number, polledNs: () => number): void {
    this.#polledNs = polledNs;
    if (this.#pausedAt === undefined) this.recorder.begin(beganAt);
    else this.gapsNs += beganAt - this.#pausedAt;
  }

  sending(): void {
    this.recorder.sending();
  }

  settled(sample: Sample): void {
    if (this.gapsNs > 0) this.#withoutGaps(sample);
    this.recorder.append(sample);
    this.#reporter.recorded(sample, this);
  }

  dropped(dueAt: number): void {
    this.recorder.drop(dueAt - this.gapsNs);
  }

  inFlight(at: number, count: number): void {
    this.recorder.inFlight(at - this.gapsNs, count);
  }

  draining(): void {
    if (this.#piece.last) this.#reporter.draining();
  }

  /** Must be called after a piece was sent and has settled. */
  pause({ mostInFlight, spinNs }: PhaseSent): void {
    this.#pausedAt = this.#clock.now();
    if (this.#piece.sliced) this.#meter.pause();
    this.mostInFlight = Math.max(this.mostInFlight, mostInFlight);
    this.spinNs += spinNs;
    this.#polledNs = nothingPolled;
    if (!this.#piece.sliced) return;
    this.recorder.foldWaiting();
    this.slices.push(this.#slice.take());
  }

  /** Stops measuring what this process uses. Idempotent. */
  end(): void {
    if (this.#metering) this.resources ??= this.#meter.stop();
  }

  /** Ends a phase whose numbers are not wanted, and leaves no work for later. */
  abandon(): void {
    this.end();
    this.recorder.foldWaiting();
  }

  /** Both ends read the same clock, so the receiver's stamps move like the sender's. */
  #withoutGaps(sample: Sample): void {
    sample.dueAt -= this.gapsNs;
    sample.sentAt -= this.gapsNs;
    sample.encodedAt -= this.gapsNs;
    sample.receivedAt -= this.gapsNs;
    sample.decodedAt -= this.gapsNs;
    sample.acknowledgedAt -= this.gapsNs;
  }
}

function nothingPolled(): number {
  return 0;
}
