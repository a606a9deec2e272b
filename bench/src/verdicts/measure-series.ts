import type { Adapter } from "@wireduel/core/adapter";
import { attempt, report } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { withBusy } from "../processes/with-busy.js";
import { beginLines } from "../results/stored-lines.js";
import { runVerdict, type VerdictRun, type VerdictSettings } from "./verdict-run.js";

/** Busy processes, one for each processor of a small machine. */
const BUSY_PROCESSES = 2;

/** The settings of a series of runs: stored with it. */
export interface SeriesSettings extends VerdictSettings {
  readonly runs: number;
  /** Whether two other processes kept processors busy. */
  readonly busy: boolean;
  /** How many more equal adapters took part, each of which waits while another one has its turn. */
  readonly waiting: number;
}

/** A series of runs with the same settings. */
export interface Series {
  /** The name in the lines of progress. */
  readonly name: string;
  /** The file of the runs. */
  readonly path: string;
  readonly command: string;
  readonly settings: SeriesSettings;
  adapters(): readonly Adapter[];
}

/**
 * Measures runs one after the other.
 * @returns false if it was interrupted
 */
export function measureSeries({ name, path, command, settings, adapters }: Series): Promise<boolean> {
  const { runs, busy } = settings;
  const append = beginLines<VerdictRun, SeriesSettings>(path, command, settings);
  return interruptible((signal) =>
    withBusy(busy ? BUSY_PROCESSES : 0, async () => {
      for (let run = 1; run <= runs; run++) {
        const measured = await attempt(`${name}: run ${run} of ${runs}`, signal, () =>
          runVerdict(adapters(), settings, signal),
        );
        if (measured === undefined) continue;
        append(measured);
        report(`  ${inShort(measured)}`);
      }
      return !signal.aborted;
    }),
  );
}

function inShort({ rounds, comparisons }: VerdictRun): string {
  const decided = comparisons.filter(({ decides }) => decides).map(({ verdict }) => verdict);
  return `${rounds} round${rounds === 1 ? "" : "s"}: ${decided.join(", ") || "nothing compared"}`;
}
