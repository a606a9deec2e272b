import { backToBack, type ClosedLoop } from "../load/load.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { MeasurePhase } from "./measure-phase.js";
import { PhaseReporter } from "./phase-reporter.js";
import type { PhaseSender } from "./phase-sender.js";
import type { RoundEvents } from "./round-events.js";

/** A shorter warm-up has one phase. Each further one costs a call over control and a wait for the last reply. */
const TWICE_FROM = 1_000;

/** A closed loop that ends by its count. */
type Counted = ClosedLoop & { readonly count: number };

/** Sends the payloads of the warm-up, counts them, and reports its progress. */
export class WarmUp {
  /** Back to back, with the concurrency of the measured load, over each connection equally many. */
  readonly load: Counted;
  readonly reporter: PhaseReporter;
  acknowledged = 0;
  failed = 0;
  readonly #connections: number;

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
    this.reporter = new PhaseReporter(events, { phase: "warm-up", of: count, keepsServiceTimes: true });
    this.#connections = connections;
  }

  /**
   * Sends it through the code of the measure phase, and throws the numbers away. So V8 compiles that code now, and not while it
   * measures. It is a rehearsal of all that happens then:
   *
   * - There are two pieces, because some code only runs between two slices.
   * - A long one has two phases, each with new counters. V8 compiles code for the counters that it has seen. The measure phase has new
   *   ones again, and the code must not be compiled again then.
   *
   * @param newPhase makes what takes the numbers
   * @param sliced whether there may be two pieces. The gap between them needs a common clock.
   */
  async send(
    phases: Pick<PhaseSender, "announce" | "sendPiece">,
    newPhase: () => MeasurePhase,
    sliced: boolean,
  ): Promise<void> {
    const whole = this.load;
    const parts = whole.count < TWICE_FROM ? [whole] : this.#halves(whole);
    // The payloads before the measured ones. Repeated payloads would compress too well with a shared window.
    let firstPayload = -whole.count;
    for (const [part, load] of parts.entries()) {
      await phases.announce({ phase: "warm-up", firstPayload });
      const phase = newPhase();
      const pieces = sliced ? this.#halves(load) : [load];
      for (const [index, piece] of pieces.entries()) {
        const sending = { phase: "warm-up", load: piece, whole, firstPayload, silent: part > 0 } as const;
        await phases.sendPiece(phase, sending, {
          sliced: pieces.length > 1,
          last: index === pieces.length - 1,
        });
      }
      phase.abandon();
      firstPayload += load.count;
      this.acknowledged += phase.recorder.settled - phase.recorder.failed;
      this.failed += phase.recorder.failed;
      if (part < parts.length - 1) this.reporter.partEnded(phase);
      else this.reporter.progress(phase);
    }
  }

  /** Two pieces, each with equally many payloads over each connection. */
  #halves(load: Counted): Counted[] {
    const first = Math.floor(load.count / this.#connections / 2) * this.#connections;
    if (first === 0) return [load];
    return [first, load.count - first].map((count) => ({
      ...load,
      count,
      durationMs: load.durationMs === null ? null : (load.durationMs * count) / load.count,
    }));
  }
}
