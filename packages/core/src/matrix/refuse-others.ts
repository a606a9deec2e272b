import { WireduelError } from "../failure/wireduel-error.js";
import type { Origin } from "../provenance/provenance.js";
import type { MatrixResult } from "../result/matrix.js";
import { differencesBetween } from "./differences.js";
import type { MatrixPlan } from "./matrix-plan.js";

const MOST_NAMED = 5;

/**
 * Refuses to go on with a matrix that was measured with other settings: its rounds could not be compared.
 * @throws WireduelError `SETTINGS_DIFFER`, which names what differs
 */
export function refuseOthers(stored: MatrixResult, plan: MatrixPlan, origin: Origin): void {
  const differences = differencesBetween(whatMatters(stored, stored), whatMatters(plan, origin));
  if (differences.length === 0) return;
  const named = differences.slice(0, MOST_NAMED).join(", ");
  const more = differences.length > MOST_NAMED ? `, and ${differences.length - MOST_NAMED} more` : "";
  throw new WireduelError(
    "SETTINGS_DIFFER",
    `the stored matrix was measured with other settings: ${named}${more}`,
  );
}

/** All that decides the numbers. As JSON, like what is stored. */
function whatMatters(
  { settings, adapters, axes, cells }: MatrixPlan,
  { machine, provenance: { runtime, node, flags, core } }: Pick<Origin, "machine" | "provenance">,
): object {
  const ofCells = cells.map(({ connections, maxInFlight, warmupCount }) => {
    return { connections, maxInFlight, warmupCount };
  });
  const all = { settings, adapters, axes, cells: ofCells, machine, runtime, node, flags, core };
  return JSON.parse(JSON.stringify(all)) as object;
}
