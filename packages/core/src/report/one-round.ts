// What a single round shows of several timings, in words.
import type { Timing } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import { type ComparedTime, comparedTimes } from "../verdict/compared-times.js";
import { compareOneRound, type OneRoundComparison } from "../verdict/one-round.js";
import { differencesFor } from "../verdict/signed-rank.js";
import { formatRatio } from "./format-number.js";
import { joinLabels } from "./in-words.js";
import { TIME_MEANINGS, TIME_NAMES, whyNoRatio } from "./timings-in-words.js";

/** A timing compared with the reference. Null: there is no ratio. */
interface Compared {
  readonly label: string;
  readonly whyNot: string;
  readonly comparison: OneRoundComparison | null;
}

/** If the ratios by two times differ by at least this factor, the report shows both. */
const DIFFERENT_RATIO = 2;

/**
 * Compares each timing with the reference. There are at least two timings.
 * @param advises whether it says that more rounds would rank them
 */
export function oneRoundShows(timings: readonly Timing[], reference: Timing, advises: boolean): string {
  const others = timings.filter((timing) => timing !== reference);
  const compare = (time: ComparedTime) =>
    others.map((timing): Compared => {
      const comparison = compareOneRound(typicalRound(timing), typicalRound(reference), time);
      return { label: timing.label, whyNot: whyNoRatio([timing, reference]), comparison };
    });
  const [deciding, second] = comparedTimes(timings);
  const compared = compare(deciding as ComparedTime);
  const differing = second ? compare(second).filter((row, index) => differs(row, compared[index])) : [];
  const inWords = others.length > 1 ? asList : asSentence;
  return inWords({ compared, differing, deciding, second, to: reference.label, advises });
}

interface Shown {
  readonly compared: readonly Compared[];
  /** The timings that compare differently by the second time. */
  readonly differing: readonly Compared[];
  readonly deciding: ComparedTime | undefined;
  readonly second: ComparedTime | undefined;
  /** The label of the reference. */
  readonly to: string;
  readonly advises: boolean;
}

/** For one timing besides the reference. */
function asSentence({ compared: [one], differing: [other], deciding, second, to, advises }: Shown): string {
  if (one === undefined || deciding === undefined) return "";
  const decided = `In this round, ${pairInWords(one, to, ` (median ${TIME_NAMES[deciding]})`)}.`;
  const also = other && second ? [`${bySecond(second)}, ${pairInWords(other, to, "")}.`] : [];
  return [decided, ...also, ...advice([one], advises)].join(" ");
}

/** For several timings besides the reference. */
function asList({ compared, differing, deciding, second, to, advises }: Shown): string {
  if (deciding === undefined) return "";
  return [
    `In this round, compared with ${to} by the median ${TIME_NAMES[deciding]} (2 x: twice as long):`,
    ...groupsInWords(compared, to),
    ...(second && differing.length > 0
      ? [`${bySecond(second)}, these compare differently:`, ...groupsInWords(differing, to)]
      : []),
    ...advice(compared, advises),
  ].join("\n");
}

function bySecond(time: ComparedTime): string {
  return `By the median ${TIME_NAMES[time]} (${TIME_MEANINGS[time]})`;
}

/** @param of names the time that was compared */
function pairInWords({ label, comparison, whyNot }: Compared, to: string, of: string): string {
  if (comparison === null) return `${label} cannot be compared with ${to}: ${whyNot}`;
  const { ratio, shows } = comparison;
  const but = shows === "far-apart" || shows === "close" ? ": " : ", but ";
  return `${ratioInWords(label, ratio, to)}${of}${but}${SHOWS[shows]}`;
}

function ratioInWords(label: string, ratio: number, to: string): string {
  if (direction(ratio) === 0) return `${label} took about as long as ${to}`;
  if (ratio > 1) return `${label} took ${formatRatio(ratio)} times as long as ${to}`;
  return `${to} took ${formatRatio(1 / ratio)} times as long as ${label}`;
}

const SHOWS: Readonly<Record<OneRoundComparison["shows"], string>> = {
  "far-apart": "far apart",
  close: "too close to rank from one round",
  overlapping: "their times overlap, so one round does not rank them",
  "few-payloads": "there are too few payloads to rank them",
  inexact: "the clocks of the two ends are not known well enough to rank them",
};

/** One line for each group of timings of which the round shows the same. */
function groupsInWords(compared: readonly Compared[], to: string): string[] {
  const groups = new Map<string, string[]>();
  const farFirst = [...compared.filter(isFarApart), ...compared.filter((one) => !isFarApart(one))];
  for (const one of farFirst) {
    const { label, comparison } = one;
    const group = groupOf(one, to);
    const ratio = comparison ? ` (${formatRatio(comparison.ratio)} x)` : "";
    groups.set(group, [...(groups.get(group) ?? []), `${label}${ratio}`]);
  }
  return [...groups].map(([group, members]) => `- ${group}: ${joinLabels(members)}.`);
}

function isFarApart({ comparison }: Compared): boolean {
  return comparison?.shows === "far-apart";
}

function groupOf({ comparison, whyNot }: Compared, to: string): string {
  if (comparison === null) return `Not compared, because ${whyNot}`;
  const { shows, ratio } = comparison;
  if (shows === "far-apart") return ratio > 1 ? `Far slower than ${to}` : `Far faster than ${to}`;
  return SHOWS[shows].replace(/^\w/, (letter) => letter.toUpperCase());
}

/** What rounds would show. Without a ratio, rounds do not help, so there is no advice. */
function advice(compared: readonly Compared[], advises: boolean): string[] {
  const shown = compared.flatMap(({ comparison }) => comparison?.shows ?? []);
  if (shown.length === 0) return [];
  // More rounds do not make the clocks better known.
  if (shown.every((one) => one === "inexact")) return ["Compare the service times, or send larger payloads."];
  if (!advises) return [];
  const ranked = shown.every((one) => one === "far-apart");
  if (ranked) return ["Use `rounds` to see how much another round differs."];
  return [`Use \`rounds\` (at least ${differencesFor(0.95)}) to rank them.`];
}

/**
 * Whether a timing compares differently by another time: in the other order, or with a ratio that differs by
 * `DIFFERENT_RATIO`.
 */
function differs(
  { comparison: one }: Compared,
  { comparison: other = null }: Partial<Compared> = {},
): boolean {
  if (one === null || other === null) return one !== other;
  if (direction(one.ratio) * direction(other.ratio) < 0) return true;
  return Math.max(one.ratio / other.ratio, other.ratio / one.ratio) >= DIFFERENT_RATIO;
}

/** 1: slower than the reference, -1: faster, 0: equal within what a report shows. */
function direction(ratio: number): -1 | 0 | 1 {
  if (formatRatio(ratio) === formatRatio(1) || formatRatio(1 / ratio) === formatRatio(1)) return 0;
  return ratio > 1 ? 1 : -1;
}
