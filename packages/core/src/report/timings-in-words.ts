// Describes what the timings of a run have in common.

import type { Timing } from "../result/result.js";
import { clockErrorMs } from "../verdict/clock-error.js";
import { type ComparedTime, comparedTimes } from "../verdict/compared-times.js";
import { formatCount } from "./format-number.js";
import { loadInWords, networkInWords } from "./in-words.js";
import { payloadInWords, repliesInWords } from "./payload-in-words.js";
import { sendersOf } from "./senders/senders-in-words.js";

/** The time that decides how timings compare. */
export function decidingTime(timings: readonly Timing[]): ComparedTime {
  return comparedTimes(timings)[0] as ComparedTime;
}

/** The timing with this label. Otherwise the first one. */
export function referenceOf(timings: readonly Timing[], label: string | undefined): Timing | undefined {
  return timings.find((timing) => timing.label === label) ?? timings[0];
}

/** The names of the times, as reports use them. */
export const TIME_NAMES: Readonly<Record<ComparedTime, string>> = {
  transmissionMs: "transmission time",
  serviceMs: "service time",
  responseMs: "response time",
};

/** What the times mean, as reports say it. */
export const TIME_MEANINGS: Readonly<Record<ComparedTime, string>> = {
  transmissionMs: "until the receiver has the payload",
  serviceMs: "until the sender has the reply",
  responseMs: "from due until the sender has the reply",
};

/** Why two timings have no ratio by the time that decides. */
export function whyNoRatio(timings: readonly (Timing | undefined)[]): string {
  const rounds = timings.flatMap((timing) => timing?.rounds ?? []);
  return rounds.some((round) => clockErrorMs(round) > 0)
    ? "the clocks of the two ends are not known well enough"
    : "a median is not known or not positive";
}

/** The description that all timings share. Undefined if their descriptions differ. */
export function shared(timings: readonly Timing[], describe: (timing: Timing) => string): string | undefined {
  const [description, ...others] = new Set(timings.map(describe));
  return others.length > 0 ? undefined : description;
}

/** Describes what a timing sent: `10 images of 100 bytes from 2 senders over 2 connections`. */
export function setupInWords(timing: Timing, noun: string): string {
  const { load, payload, connections } = timing;
  const senders = sendersOf(timing);
  const from = senders > 1 ? ` from ${formatCount(senders)} senders` : "";
  const over = connections > 1 ? ` over ${formatCount(connections)} connections` : "";
  return `${loadInWords(load, noun, payloadInWords(payload))}${from}${over}${repliesInWords(payload)}`;
}

/** Describes the network between the ends. "" if there is none. */
export function betweenEnds({ network }: Timing): string {
  return network ? networkInWords(network) : "";
}
