import { formatMachine } from "./machine.js";
import type { PairsRun } from "./results.js";

/** The command, date, commit, machine and versions of a run. */
export function formatRun({
  command,
  startedAt,
  durationMs,
  complete,
  commit,
  machine,
  node,
  libraries,
}: Omit<PairsRun, "seed">): string {
  const versions = Object.entries(libraries).map(([name, version]) => `${name} ${version}`);
  return [
    `\`${command}\`, ${startedAt.slice(0, 10)}, ${Math.round(durationMs / 1_000)} s`,
    ...(commit === null ? [] : [`commit ${commit}`]),
    ...(complete ? [] : ["cut short"]),
    formatMachine(machine),
    [`Node ${node}`, ...versions].join(", "),
  ].join("; ");
}
