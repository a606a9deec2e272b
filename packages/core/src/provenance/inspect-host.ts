import { identifyEnd } from "../control/identity.js";
import type { Machine, MachineActivity, Provenance } from "../result/provenance.js";
import { machineOf } from "./machine.js";
import { watchMachine } from "./machine-activity.js";

/** What a run would say about the place where it runs. */
export interface Host extends Pick<Provenance, "runtime" | "node" | "flags" | "core"> {
  readonly machine: Machine;
  /** What the machine did since `inspectHost` was called. */
  activity(): MachineActivity;
}

/** Reads what a result would say about this machine and this process, without a run. */
export function inspectHost(): Host {
  const { node, flags, core } = identifyEnd();
  return { machine: machineOf(), runtime: runtime(), node, flags, core, activity: watchMachine() };
}

/** Bun and Deno claim to be Node, but also have a version of their own. */
function runtime(): Provenance["runtime"] {
  const { bun, deno } = process.versions;
  if (bun !== undefined) return "bun";
  return deno === undefined ? "node" : "deno";
}
