import type { BenchmarkResult, EndReport, EndResources, Timing } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import { type AmountUsed, sumUsed } from "../verdict/used-by-ends.js";
import { asText, type Block, heading, lines, table } from "./document/block.js";
import { formatMs } from "./format-number.js";
import { checkResult } from "./input.js";

/**
 * A table of what a payload costs each end: CPU time, minor page faults, and context switches of both kinds.
 * With several rounds, those of the typical one. A number that is not known is shown as `-`.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatResources(result: BenchmarkResult): string {
  checkResult(result);
  return asText(resourcesTable(result));
}

/** The table with its heading. */
export function resourcesTable(result: BenchmarkResult): Block[] {
  const rows = result.timings.map((timing) => {
    const { senders, receivers } = typicalRound(timing).ends;
    return [timing.label, ...cellsOf(senders), ...cellsOf(receivers)];
  });
  const head = ["", "sender CPU", "faults", "switches", "receiver CPU", "faults", "switches"];
  const oneProcess = result.settings.receiver === "inline";
  return [
    heading("Per payload: CPU time in ms, minor page faults, context switches"),
    table(head, rows),
    ...(oneProcess ? [lines("Both ends ran in one process, so both have the same numbers.")] : []),
  ];
}

/** Whether an end of the timing's typical round knows what it used. */
export function knowsResources(timing: Timing): boolean {
  const { senders, receivers } = typicalRound(timing).ends;
  return [...senders, ...receivers].some(({ resources }) => resources !== null);
}

function cellsOf(ends: readonly EndReport[]): string[] {
  const text = (amountOf: AmountUsed) => {
    const sum = sumUsed(ends, amountOf);
    return sum === null ? "-" : formatMs(sum);
  };
  return [text((used) => used.cpuMsPerPayload), text((used) => used.minorFaultsPerPayload), text(switchesOf)];
}

/** Context switches of both kinds per payload. Null if one is not known. */
export function switchesOf({
  voluntarySwitchesPerPayload: voluntary,
  involuntarySwitchesPerPayload: involuntary,
}: EndResources): number | null {
  return voluntary === null || involuntary === null ? null : voluntary + involuntary;
}
