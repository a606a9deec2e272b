import type { EndReport, EndResources } from "../result/ends.js";

/** A number of what a process used. Null if it is unknown. */
export type AmountUsed = (resources: EndResources) => number | null;

/** A number of each process. Null if there is no process, or if one of them does not know its own. */
export function eachUsed(processes: readonly EndReport[], amountOf: AmountUsed): readonly number[] | null {
  const amounts = processes.flatMap(({ resources }) => (resources && amountOf(resources)) ?? []);
  return amounts.length === 0 || amounts.length < processes.length ? null : amounts;
}

/** The same, of all processes together: each of several senders has sent its part of the payloads. */
export function sumUsed(processes: readonly EndReport[], amountOf: AmountUsed): number | null {
  return eachUsed(processes, amountOf)?.reduce((sum, amount) => sum + amount, 0) ?? null;
}
