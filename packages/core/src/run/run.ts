import { arch, cpus, platform, totalmem } from "node:os";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { isScheduled } from "../load/load.js";
import {
  type BenchmarkResult,
  RESULT_SCHEMA_VERSION,
  type RoundResult,
  type RowComparison,
  type RunSettings,
  type Timing,
} from "../result/result.js";
import { compareRounds, type RoundVerdict } from "../verdict/compare-rounds.js";
import { Teller } from "../events/emitter.js";

/** What a run has measured so far, and what comes of it. */
export class Run {
  readonly #options: CheckedOptions;
  readonly #startedAt = new Date();
  readonly #startedNs = systemClock.now();
  /** By round, then by row; in the order in which they ran. */
  readonly #rounds: Map<number, Timing>[] = [];
  readonly #teller: Teller;

  constructor(options: CheckedOptions) {
    this.#options = options;
    this.#teller = new Teller(options.events, (message) => {
      throw new WireduelError("LISTENER_FAILED", message);
    });
  }

  add(round: number, row: number, timing: Timing): void {
    const rows = this.#rounds[round] ?? new Map<number, Timing>();
    this.#rounds[round] = rows;
    rows.set(row, timing);
    const { rounds: of } = this.#options;
    if (of === 1) return;
    const { label, title } = timing;
    this.#teller.tell("round", { label, title, row, round, of, timing });
  }

  /** @param ended how, if before its end */
  result(ended?: "aborted" | "failed"): BenchmarkResult {
    const { rows, rounds } = this.#options;
    const timings = rows.flatMap((_, row) => typicalRound(this.#roundsOf(row)) ?? []);
    const ran = this.#rounds.reduce((sum, round) => sum + round.size, 0);
    const whole = this.#rounds.every((round) => [...round.values()].every(isWhole));
    const status = ended ?? (whole && ran === rows.length * rounds ? "completed" : "failed");
    return {
      schemaVersion: RESULT_SCHEMA_VERSION,
      status,
      startedAt: this.#startedAt.toISOString(),
      durationMs: (systemClock.now() - this.#startedNs) / NS_PER_MS,
      settings: settingsOf(this.#options),
      machine: {
        platform: platform(),
        arch: arch(),
        cpuModel: cpus()[0]?.model ?? "unknown",
        cpuCount: cpus().length,
        memoryBytes: totalmem(),
      },
      timings,
      rounds: rounds === 1 ? null : this.#rounds.map(roundResult),
      // A run that lost or damaged something cannot win.
      comparisons: status === "completed" && rounds > 1 ? this.#comparisons() : [],
      notRun: rows.filter((_, row) => this.#roundsOf(row).length === 0).map(({ label }) => label),
    };
  }

  #roundsOf(row: number): Timing[] {
    return this.#rounds.flatMap((round) => round.get(row) ?? []);
  }

  #comparisons(): RowComparison[] {
    const { rows, load } = this.#options;
    const time = isScheduled(load) ? "responseMs" : "transmissionMs";
    const medians = (row: number) =>
      this.#roundsOf(row).map(({ summary }) => summary[time]?.p50 ?? Number.NaN);
    const reference = medians(0);
    return rows.slice(1).flatMap(({ label }, index) => {
      const own = medians(index + 1);
      // Times made from acknowledgements may be negative, and have no ratio.
      if (![...own, ...reference].every((median) => median > 0)) return [];
      const { verdict, ...comparison } = compareRounds(own, reference);
      return { label, to: rows[0]?.label ?? "", of: time, ...comparison, verdict: VERDICTS[verdict] };
    });
  }
}

/** Of a, which is the row, against b, which is the first. */
const VERDICTS: Readonly<Record<RoundVerdict, RowComparison["verdict"]>> = {
  "a-faster": "faster",
  "b-faster": "slower",
  "no-difference-shown": "no-difference-shown",
  "too-few-rounds": "too-few-rounds",
};

/** The round whose median is the middle one of all rounds': a row that was measured, not an average that never was. */
function typicalRound(timings: readonly Timing[]): Timing | undefined {
  const median = ({ summary }: Timing) =>
    (summary.responseMs ?? summary.transmissionMs)?.p50 ?? Number.POSITIVE_INFINITY;
  const sorted = [...timings].sort((a, b) => median(a) - median(b));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function roundResult(round: ReadonlyMap<number, Timing>): RoundResult {
  return {
    order: [...round.keys()],
    // Their transmissions would be the largest part of the result by far; histograms have all.
    timings: [...round].sort(([a], [b]) => a - b).map(([, timing]) => ({ ...timing, transmissions: [] })),
  };
}

/** Whether every payload of a row was sent when due, acknowledged, and arrived once and unchanged. */
function isWhole({ status, counts }: Timing): boolean {
  const { sent, failed, dropped, lost, duplicated, damaged } = counts;
  return (
    status === "completed" &&
    sent > 0 &&
    failed + dropped === 0 &&
    lost === 0 &&
    duplicated === 0 &&
    damaged === 0
  );
}

function settingsOf(options: CheckedOptions): RunSettings {
  const { rows, payloads, receiver, signal, events, ...settings } = options;
  return {
    ...settings,
    payloadBytes: payloads.map((payload) => payload.byteLength),
    receiver: typeof receiver === "string" ? receiver : "remote",
    receiverUrl: typeof receiver === "string" ? null : receiver.url,
  };
}
