import { flagsBeyond } from "../../process/node-flags.js";
import type { JsonValue } from "../../result/json.js";
import type { BenchmarkResult, RunSettings } from "../../result/result.js";
import { sameJson } from "../audit/same-json.js";
import type { DifferenceName, ResultDifference } from "./result-comparison.js";

/**
 * Settings that two runs need not share: how many rounds there were, their order, and what was compared with what in
 * each of them.
 */
const FREE: readonly string[] = ["rounds", "roundsRule", "seed", "reference"] satisfies (keyof RunSettings)[];
/** Settings whose difference has a name of its own. */
const SENDERS: readonly string[] = ["senders", "receivers"] satisfies (keyof RunSettings)[];

/**
 * What two runs differ in as a whole.
 * @param given the settings that the caller gave for the comparison, so that those of the runs do not count
 */
export function runDifferences(
  base: BenchmarkResult,
  head: BenchmarkResult,
  given: readonly string[],
): readonly ResultDifference[] {
  const { kernel: kernelOfBase, ...machineOfBase } = base.machine;
  const { kernel: kernelOfHead, ...machineOfHead } = head.machine;
  const runtime = ({ provenance: { runtime, node } }: BenchmarkResult) => ({ runtime, node });
  const settings = ({ settings: all }: BenchmarkResult, isMeant: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => isMeant(name)));
  // Rounds of several senders have no slices.
  const several = [base, head].some((result) => result.settings.notSliced === "several-senders");
  const isSenders = (name: string) => SENDERS.includes(name) || (several && name === "notSliced");
  const isOther = (name: string) => !isSenders(name) && !FREE.includes(name) && !given.includes(name);
  return [
    ...unlessBoth("status", "status", "completed", base.status, head.status),
    ...unlessBoth("busy", "machine", "quiet", activityOf(base), activityOf(head)),
    ...fieldsOf("machine", machineOfBase, machineOfHead),
    ...fieldsOf("kernel", { kernel: kernelOfBase }, { kernel: kernelOfHead }),
    ...fieldsOf("node", runtime(base), runtime(head)),
    ...fieldsOf("core", { core: base.provenance.core }, { core: head.provenance.core }),
    ...differentFlags(base.provenance.flags, head.provenance.flags),
    ...fieldsOf("senders", settings(base, isSenders), settings(head, isSenders)),
    ...fieldsOf("settings", settings(base, isOther), settings(head, isOther)),
  ];
}

function activityOf({ warnings }: BenchmarkResult): "busy" | "quiet" {
  return warnings.some(({ code }) => code === "BUSY_MACHINE") ? "busy" : "quiet";
}

/** A state that both must have. Two runs that both lack it are not alike either. */
function unlessBoth(
  name: DifferenceName,
  what: string,
  wanted: string,
  base: string,
  head: string,
): readonly ResultDifference[] {
  return base === wanted && head === wanted ? [] : [{ name, of: null, what, base, head }];
}

function fieldsOf(name: DifferenceName, base: object, head: object): readonly ResultDifference[] {
  const [own, other] = [base, head] as Readonly<Record<string, JsonValue>>[] as [Fields, Fields];
  const fields = [...new Set([...Object.keys(own), ...Object.keys(other)])];
  return fields
    .filter((what) => !sameJson(own[what], other[what]))
    .map((what) => ({ name, of: null, what, base: own[what] ?? null, head: other[what] ?? null }));
}

type Fields = Readonly<Record<string, JsonValue>>;

/** Flags that do not change what is measured, such as those of a loader of TypeScript, may differ. */
export function differentFlags(
  base: readonly string[],
  head: readonly string[],
  what = "flags",
  of: string | null = null,
): readonly ResultDifference[] {
  const [own, other] = [flagsBeyond(base, head), flagsBeyond(head, base)];
  return own.length + other.length === 0 ? [] : [{ name: "flags", of, what, base: own, head: other }];
}
