import type { BenchmarkResult, Timing } from "../../result/result.js";
import type { Audit } from "./audit-types.js";
import { auditedSettings } from "./audited-settings.js";
import { comparedPairs } from "./compared-pairs.js";
import { differencesOf } from "./differences.js";

/** The audit of a result that was checked before. */
export function audit(result: BenchmarkResult): Audit {
  const { timings } = result;
  const settings = auditedSettings(timings);
  const index = new Map(timings.map(({ label }, place) => [label, place]));
  const placed = (label: string) => {
    const place = index.get(label);
    return place === undefined ? undefined : { place, timing: timings[place] as Timing };
  };
  const pairs = comparedPairs(result).flatMap(([label, to]) => {
    const [one, other] = [placed(label), placed(to)];
    return one && other ? [{ label, to, ...differencesOf(one, other, settings) }] : [];
  });
  const changed = settings
    .filter(({ scope }) => scope === "common")
    .flatMap(({ name, values }) =>
      timings.flatMap(({ label }, place) => {
        const own = values[place] ?? [];
        return own.length > 1 ? [{ label, name, values: own }] : [];
      }),
    );
  return { labels: timings.map(({ label }) => label), settings, pairs, changed };
}
