import type { PairMetric } from "../pairs/measure-pair.js";
import { overBlocks, PAIR_METRICS } from "../pairs/pair-rounds.js";
import { formatRun } from "./format-run.js";
import { formatFigures, formatInterval, median } from "./numbers.js";
import type { PairResult, PairsRun } from "./results.js";
import type { ReportTable } from "./table.js";

const WORDS: Readonly<Record<PairMetric, string>> = {
  transmissionMs: "transmission, ms",
  messagesPerSecond: "messages/s",
  cpuUsPerMessage: "CPU a message, µs",
  faults: "page faults a message",
};
/** Below this, the page faults are what the process itself needs. */
const FEWEST_FAULTS = 0.5;

/**
 * Core over adapters beside hand-written loops. A against A is in the last column.
 * @param run if another run measured them than the one of the report
 */
export function pairsTable(pairs: readonly PairResult[], run?: PairsRun): ReportTable {
  const blocks = Math.max(0, ...pairs.map(({ metrics }) => metrics.messagesPerSecond?.core.length ?? 0));
  const settling = Math.max(0, ...pairs.map(({ plan }) => plan.settling ?? 0));
  const left =
    settling === 0
      ? ""
      : `The first ${settling} slices of each are not compared. Only the CPU and faults of core have them. `;
  return {
    title: "Beside hand-written loops",
    note:
      (run === undefined ? "" : `From a run of its own: ${formatRun(run)}, seed ${run.seed}. `) +
      `Up to ${blocks} blocks of fresh processes. In each, slices of core, of core again and of the loop take turns, one at a time. Both ` +
      `runs of core are compared with the loop. ${left}The ratio of a block is the median over pairs of slices (CPU and faults: of the whole ` +
      "block, both ends together), and the interval is that of the exact signed-rank test over blocks. A against A: core to core in " +
      "other, equal processes, in the same blocks. Fewer page faults than 1 count as 1.",
    head: ["", "of", "core", "loop", "core / loop (95 %)", "A against A (95 %)", "blocks"],
    rows: pairs.flatMap(({ name, metrics }) =>
      PAIR_METRICS.flatMap((metric) => {
        const measured = metrics[metric];
        if (measured === undefined) return [];
        const [core, loop] = [median(measured.core), median(measured.loop)];
        if (metric === "faults" && Math.max(core, loop) < FEWEST_FAULTS) return [];
        const ratios = [measured.toLoop, measured.toItself].map((values) => {
          const { ratio = null, low = null, high = null } = overBlocks(values) ?? {};
          return formatInterval(ratio, low, high, "ratio");
        });
        const numbers = [formatFigures(core), formatFigures(loop), ...ratios];
        return [[name, WORDS[metric], ...numbers, String(measured.core.length)]];
      }),
    ),
  };
}
