import type { BenchmarkResult } from "../../result/result.js";
import { typicalRound } from "../../result/typical-round.js";
import { formatMs } from "../format-number.js";
import { checkResult } from "../input.js";

/** The parts of a transmission, in the order in which they happen. */
const PARTS = ["encode", "transport", "decode"] as const;

/** The parts of the transmissions of a timing. */
export interface TimeParts {
  readonly label: string;
  /** Encode, transport and decode, each with its median in the typical round. */
  readonly parts: readonly TimePart[];
}

/** A part of a transmission. */
export interface TimePart {
  readonly name: "encode" | "transport" | "decode";
  /** In milliseconds. An estimated clock can make the transport negative. */
  readonly medianMs: number;
  /** The median as reports write it, in milliseconds. */
  readonly text: string;
}

/**
 * Where the time of a transmission goes, for a picture. Only timings that have all parts are in it.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function timePartsOf(result: BenchmarkResult): TimeParts[] {
  checkResult(result);
  return result.timings.flatMap((timing) => {
    const { times } = typicalRound(timing);
    const parts = PARTS.flatMap((name): TimePart[] => {
      const medianMs = times[`${name}Ms`]?.p50;
      return medianMs === undefined ? [] : [{ name, medianMs, text: formatMs(medianMs) }];
    });
    return parts.length === PARTS.length ? [{ label: timing.label, parts }] : [];
  });
}
