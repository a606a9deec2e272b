import type { Adapter } from "../adapter/contract.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { titleOf } from "../adapter/define-adapter.js";
import { countWireBytes } from "../round/count-wire-bytes.js";
import { type RoundOutcome, runRound } from "../round/run-round.js";
import { loadTimeHistograms } from "../stats/time-histogram.js";

/**
 * One round of one row, with its accounting pass if one is wanted.
 * @throws WireduelError for whatever keeps the first payload from being sent
 */
export async function runRow(
  options: CheckedOptions,
  { adapter, label }: { readonly adapter: Adapter; readonly label: string },
  row: number,
): Promise<RoundOutcome> {
  // To load them takes tens of milliseconds, which must not fall into what is measured.
  const mayExceed = (options.load.count ?? Number.POSITIVE_INFINITY) > options.maxTransmissions;
  const histograms = mayExceed ? await loadTimeHistograms() : undefined;
  const event = { label, title: titleOf(adapter), row };
  const wire = options.wireBytes ? await countWireBytes(options, adapter) : null;
  return runRound(options, { adapter, event, wire, histograms });
}
