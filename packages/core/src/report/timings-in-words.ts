// Describes what the timings of a run have in common.
import { isScheduled } from "../load/load.js";
import type { Timing } from "../result/result.js";
import { formatCount } from "./format-number.js";
import { loadInWords, networkInWords } from "./in-words.js";

/**
 * The time by which timings are compared: response times if all timings have them, else transmission times.
 */
export function comparedTime(timings: readonly Timing[]): "responseMs" | "transmissionMs" {
  return timings.every(({ load }) => isScheduled(load)) ? "responseMs" : "transmissionMs";
}

/** The description that all timings share. Undefined if their descriptions differ. */
export function shared(timings: readonly Timing[], describe: (timing: Timing) => string): string | undefined {
  const [description, ...others] = new Set(timings.map(describe));
  return others.length > 0 ? undefined : description;
}

/** Describes what a timing sent: `10 images of 100 bytes over 2 connections`. */
export function setupInWords({ load, payload, connections }: Timing, noun: string): string {
  const [least, most] = [Math.min(...payload.sizesBytes), Math.max(...payload.sizesBytes)];
  const size = least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
  const over = connections > 1 ? ` over ${formatCount(connections)} connections` : "";
  return `${loadInWords(load, noun, ` of ${size} bytes`)}${over}`;
}

/** Describes the network between the ends. "" if there is none. */
export function betweenEnds({ network }: Timing): string {
  return network ? networkInWords(network) : "";
}
