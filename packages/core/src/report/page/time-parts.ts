import type { BenchmarkResult, RoundResult } from "../../result/result.js";
import { typicalRound } from "../../result/typical-round.js";
import { medianOf } from "../../verdict/why/blocks.js";
import { PARTS, type Part } from "../../verdict/why/explanation.js";
import { formatMs } from "../format-number.js";
import { checkResult } from "../input.js";

/** The parts without which a timing has no times. */
const NEEDED: readonly Part[] = ["encode", "transport", "decode"];

/** The parts of the time that a payload of a timing takes. */
export interface TimeParts {
  readonly label: string;
  /** Each with its median in the typical round, in the order in which they happen. */
  readonly parts: readonly TimePart[];
}

/** A part of the time that a payload takes. */
export interface TimePart {
  /** `lateness` only under a scheduled load, `reply` only if the clocks of both ends are related. */
  readonly name: Part;
  /** In milliseconds. An estimated clock can make the transport or the reply negative. */
  readonly medianMs: number;
  /** The median as reports write it, in milliseconds. */
  readonly text: string;
}

/**
 * Where the time of a payload goes, for a picture: the sender's lateness, encode, transport, decode and the reply. Only
 * timings that have the times of a transmission are in it.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function timePartsOf(result: BenchmarkResult): TimeParts[] {
  checkResult(result);
  return result.timings.flatMap((timing) => {
    const round = typicalRound(timing);
    const parts = PARTS.flatMap((name): TimePart[] => {
      const medianMs = medianOfPart(round, name);
      return medianMs === null ? [] : [{ name, medianMs, text: formatMs(medianMs) }];
    });
    const names = parts.map(({ name }) => name);
    return NEEDED.every((name) => names.includes(name)) ? [{ label: timing.label, parts }] : [];
  });
}

function medianOfPart(round: RoundResult, name: Part): number | null {
  const { encodeMs, transportMs, decodeMs, responseMs, slipMs } = round.times;
  switch (name) {
    case "lateness":
      return responseMs === null ? null : (slipMs?.p50 ?? null);
    case "encode":
      return encodeMs?.p50 ?? null;
    case "transport":
      return transportMs?.p50 ?? null;
    case "decode":
      return decodeMs?.p50 ?? null;
    case "reply":
      return medianOf(round, "reply");
  }
}
