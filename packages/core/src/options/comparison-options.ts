// The options that say how adapters are compared.
import { randomInt } from "node:crypto";
import type { Load } from "../load/load.js";
import { SAMPLES_FOR } from "../stats/summary.js";
import { MEASURES, type Measure } from "../verdict/comparison.js";
import { usualMeasure, whyNotMeasured } from "../verdict/measures.js";
import type { Reference } from "../verdict/pairs.js";
import { invalidChoice, invalidOption, isObject, oneOf } from "./kinds.js";

/** A seed for a run that is given none. The result has it. */
export function freshSeed(): number {
  return randomInt(2 ** 31);
}

/**
 * Checks `reference`. Default: the first label.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkReference(option: unknown, labels: readonly string[]): Reference {
  if (option === undefined) return labels[0] as string;
  if (isObject(option)) return checkPairs(option, labels);
  if (option === "all" && labels.includes("all")) {
    throw invalidOption(
      "reference",
      'another word, because an adapter has the label "all"; rename it',
      option,
    );
  }
  if (option === "all" || labels.includes(option as string)) return option as string;
  const list = labels.map((label) => JSON.stringify(label)).join(", ");
  const wanted = `"all", the label of an adapter (${list}), or an object of labels`;
  throw invalidChoice("reference", [...labels, "all"], option, wanted);
}

/** Checks the pairs of `reference`: two adapters of the run each. */
function checkPairs(
  pairs: Readonly<Record<string, unknown>>,
  labels: readonly string[],
): Readonly<Record<string, string>> {
  const entries = Object.entries(pairs);
  if (entries.length === 0) throw invalidOption("reference", "an object with at least one label", pairs);
  for (const [label, to] of entries) {
    if (!labels.includes(label)) {
      throw invalidChoice("reference", labels, label, "an object whose keys are labels of adapters");
    }
    const name = `reference[${JSON.stringify(label)}]`;
    const others = labels.filter((other) => other !== label);
    if (!others.includes(to as string)) throw invalidChoice(name, others, to, "the label of another adapter");
  }
  return pairs as Readonly<Record<string, string>>;
}

/**
 * Checks `decideBy`. The run must have values of it.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkMeasure(option: unknown, load: Load, wireBytes: boolean): Measure {
  if (option === undefined) return usualMeasure(load);
  const measure = oneOf(MEASURES).parse("decideBy", option);
  const why = whyNotMeasured(measure, load) ?? whyNoValue(measure, load, wireBytes);
  if (why !== undefined) throw invalidOption("decideBy", `another measure, because ${why}`, measure);
  return measure;
}

function whyNoValue(measure: Measure, load: Load, wireBytes: boolean): string | undefined {
  if (measure === "bytes" && !wireBytes) return "bytes are only counted with `wireBytes`";
  const needed = SAMPLES_FOR.get(0.99) as number;
  if (measure === "p99" && load.count !== null && load.count < needed) return `p99 needs ${needed} payloads`;
  return undefined;
}
