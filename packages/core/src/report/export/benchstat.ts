import { NS_PER_MS } from "../../clock/clock.js";
import type { RoundResult } from "../../result/result.js";
import type { Measure } from "../../verdict/comparison.js";
import { isBetterLarge, valueOfRound } from "../../verdict/measures.js";
import { whyInvalid } from "../../verdict/reason.js";
import { checkStored, type StoredResult } from "../input.js";
import {
  type ExportedTiming,
  exportedTimings,
  placeInWords,
  refuseNothing,
  validValues,
} from "./exported.js";
import { token } from "./token.js";

/** The unit of each measure, and the factor to it. Go reads `ns` and `B` as units, and the words before as names. */
const UNITS: Readonly<Record<Measure, readonly [unit: string, factor: number]>> = {
  transmission: ["transmission-ns/op", NS_PER_MS],
  service: ["service-ns/op", NS_PER_MS],
  response: ["response-ns/op", NS_PER_MS],
  p99: ["p99-ns/op", NS_PER_MS],
  throughput: ["payloads/s", 1],
  cpu: ["cpu-ns/op", NS_PER_MS],
  faults: ["faults/op", 1],
  bytes: ["wire-B/op", 1],
};

/**
 * The rounds in Go's benchmark format, which `benchstat` reads. Each round is a line. To compare adapters:
 * `benchstat -col /adapter FILE`. To compare two results: `benchstat OLD NEW`. What must not be compared, such as an adapter
 * that lost payloads, is left out, and a comment says so.
 *
 * The format: https://go.dev/design/14313-benchmark-format, units: https://go.dev/issue/43744
 *
 * @param stored the result of a run or of a matrix
 * @throws WireduelError `INVALID_OPTION`, also if no adapter may be compared
 */
export function formatBenchstat(stored: StoredResult): string {
  checkStored(stored);
  const timings = exportedTimings(stored);
  const results = timings.flatMap(linesOf);
  refuseNothing(results, "an adapter that lost nothing");
  const units = new Set(timings.flatMap(({ timing }) => validValues(timing).map(({ measure }) => measure)));
  // Lines with `key: value` split the tables of benchstat, so they only have what makes two results incomparable.
  const { platform, arch, cpuModel } = stored.machine;
  return [
    `os: ${oneLine(platform)}`,
    `arch: ${oneLine(arch)}`,
    ...(cpuModel === null ? [] : [`cpu: ${oneLine(cpuModel)}`]),
    `# started ${stored.startedAt}, Node ${oneLine(stored.provenance.node)}`,
    ...timings.flatMap(leftOut),
    ...[...units].map(
      (measure) => `Unit ${UNITS[measure][0]} better=${isBetterLarge(measure) ? "higher" : "lower"}`,
    ),
    "",
    ...results,
    "",
  ].join("\n");
}

function linesOf({ place, timing }: ExportedTiming): string[] {
  const keys = { adapter: timing.label, ...place };
  const name = Object.entries(keys).map(([key, label]) => `/${key}=${token(label)}`);
  const measures = validValues(timing).map(({ measure }) => measure);
  return timing.rounds.flatMap((round) => {
    const values = measures.flatMap((measure) => withUnit(round, measure, timing.load));
    if (values.length === 0) return [];
    return [`BenchmarkWireduel${name.join("")} ${round.counts.acknowledged} ${values.join(" ")}`];
  });
}

function withUnit(round: RoundResult, measure: Measure, load: ExportedTiming["timing"]["load"]): string[] {
  const value = valueOfRound(round, measure, load);
  const [unit, factor] = UNITS[measure];
  if (value === null) return [];
  return [`${factor === 1 ? value : Math.round(factor * value)} ${unit}`];
}

/** A comment on what must not be compared. One reason is enough. */
function leftOut({ place, timing }: ExportedTiming): string[] {
  const reason = whyInvalid(timing, "service") ?? whyInvalid(timing, "transmission");
  if (reason === undefined) return [];
  const which = reason.code === "CLOCK" ? "one-way times" : "all";
  const why = `${which} of ${timing.label} (${placeInWords(place)}): ${reason.message}`;
  return [`# left out: ${oneLine(why)}`];
}

/** Each line has a meaning, so a text must not begin a new one. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
