import { NS_PER_MS } from "../clock/clock.js";
import { backToBack, type ClosedLoop } from "../load/load.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import { quantile } from "../stats/summary.js";
import type { MeasurePhase, MeasurePhaseEvents } from "./measure-phase.js";
import type { PhaseSender } from "./phase-sender.js";
import type { Recorder } from "./recorder.js";
import type { RoundEvents } from "./round-events.js";
import { copySample, type Sample } from "./sample.js";

/** Sends the payloads of the warm-up, counts them, and reports its progress. */
export class WarmUp implements MeasurePhaseEvents {
  /** Back to back, with the concurrency of the measured load, over each connection equally many. */
  readonly load: ClosedLoop & { readonly count: number };
  acknowledged = 0;
  failed = 0;
  /** The first payload of the warm-up. */
  first: Sample | undefined;
  readonly #connections: number;
  readonly #events: RoundEvents;
  /** In the order in which the replies came. */
  readonly #serviceNs: number[] = [];
  #recorder: Recorder | undefined;

  constructor(
    {
      load,
      connections,
      warmupCount,
      warmupMs,
    }: Pick<RoundSettings, "load" | "connections" | "warmupCount" | "warmupMs">,
    events: RoundEvents,
  ) {
    const concurrency = load.kind === "closed-loop" ? load.concurrency : connections;
    const count = warmupCount * connections;
    this.load = { ...backToBack(concurrency, count, warmupMs), count };
    this.#connections = connections;
    this.#events = events;
  }

  /**
   * Sends it through the code of the measure phase, and throws the numbers away. So V8 compiles that code now, and not while it
   * measures. There are two pieces, because some code only runs between two slices.
   * @param phase takes the numbers
   * @param sliced whether there may be two pieces. The gap between them needs a common clock.
   */
  async send(
    phases: Pick<PhaseSender, "announce" | "sendPiece">,
    phase: MeasurePhase,
    sliced: boolean,
  ): Promise<void> {
    const whole = this.load;
    this.#recorder = phase.recorder;
    // The payloads before the measured ones. Repeated payloads would compress too well with a shared window.
    const firstPayload = -whole.count;
    await phases.announce({ phase: "warm-up", firstPayload });
    const loads = sliced ? this.#halves() : [whole];
    for (const [index, load] of loads.entries()) {
      const piece = { sliced: loads.length > 1, last: index === loads.length - 1 };
      await phases.sendPiece(phase, { phase: "warm-up", load, whole, firstPayload }, piece);
    }
    phase.abandon();
    this.end();
  }

  /** It is over. It may have ended by its time. */
  end(): void {
    if (this.#done < this.load.count) this.#progress();
  }

  recorded(sample: Sample): void {
    this.first ??= copySample(sample);
    if (sample.error) this.failed++;
    else {
      this.acknowledged++;
      this.#serviceNs.push(sample.acknowledgedAt - sample.sentAt);
    }
    if (this.#done === this.load.count || this.#events.progressDue(sample)) this.#progress();
  }

  draining(): void {}

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

  /** Two pieces, each with equally many payloads over each connection. */
  #halves(): ClosedLoop[] {
    const { load } = this;
    const first = Math.floor(load.count / this.#connections / 2) * this.#connections;
    if (first === 0) return [load];
    return [first, load.count - first].map((count) => ({
      ...load,
      count,
      durationMs: load.durationMs === null ? null : (load.durationMs * count) / load.count,
    }));
  }

  #progress(): void {
    const beganAt = this.#recorder?.beganAt ?? Number.NaN;
    this.#events.progress({ phase: "warm-up", done: this.#done, of: this.load.count, beganAt });
  }
}
