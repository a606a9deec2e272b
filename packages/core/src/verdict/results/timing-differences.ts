import type { JsonValue } from "../../result/json.js";
import type { Timing } from "../../result/result.js";
import { auditedSettings } from "../audit/audited-settings.js";
import type { Match } from "./match-timings.js";
import type { DifferenceName, ResultDifference } from "./result-comparison.js";
import { differentFlags } from "./run-differences.js";

/** The audited settings that each name of a difference stands for. The rest are options. */
const NAMES: readonly (readonly [setting: RegExp, name: DifferenceName])[] = [
  [/^tls\./, "tls"],
  [/^payload$/, "payload"],
  [/^load$/, "load"],
  [/^network$/, "network"],
  [/^clock$/, "clock"],
  [/^(connections|maxInFlight)$/, "connections"],
  [/^warmupCount$/, "warmup"],
  [/\.node$/, "node"],
  [/\.(core|contract)$/, "core"],
  [/^(sender|receiver)\.libraries\./, "libraries"],
  [/^(sender|receiver)\.settings\./, "inEffect"],
];

/** The settings of the run have them, too. */
const OF_RUN: readonly string[] = ["senders", "receivers"];

/**
 * What the timings of a match differ in, with the settings in effect at both ends.
 * @param lengthChosen whether both runs chose how long a round is
 */
export function timingDifferences({ base, head }: Match, lengthChosen: boolean): readonly ResultDifference[] {
  const of = base.label;
  return auditedSettings([base, head].map(withoutPaths).map(lengthChosen ? withoutLength : (one) => one))
    .filter(({ differs, name }) => differs && !name.endsWith(".notes") && !OF_RUN.includes(name))
    .flatMap(({ name: what, values: [own = [], other = []] }) => {
      if (what.endsWith(".flags")) return differentFlags(flagsIn(own), flagsIn(other), what, of);
      return [{ name: nameOf(what), of, what, base: single(own), head: single(other) }];
    });
}

/** Two jobs have their files in different folders. The hash says whether the bytes were the same. */
function withoutPaths({ payload, ...timing }: Timing): Timing {
  const sources = payload.sources.map((source) => ({ ...source, from: null }));
  return { ...timing, payload: { ...payload, sources } };
}

/** A round that is longer by choice of its run has more payloads of the same kind. */
function withoutLength(timing: Timing): Timing {
  const { load } = timing;
  return load.kind === "closed-loop" ? { ...timing, load: { ...load, durationMs: null } } : timing;
}

function nameOf(setting: string): DifferenceName {
  return NAMES.find(([pattern]) => pattern.test(setting))?.[1] ?? "options";
}

/** The flags of all rounds. */
function flagsIn(values: readonly JsonValue[]): readonly string[] {
  return [...new Set(values.flat() as string[])];
}

/** One value, or a list of those that changed between rounds. */
function single(values: readonly JsonValue[]): JsonValue {
  return values.length === 1 ? (values[0] as JsonValue) : values.length === 0 ? null : values;
}
