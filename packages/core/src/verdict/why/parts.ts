import { signedRank } from "../signed-rank.js";
import { type Block, clockErrorOf, differencesOf } from "./blocks.js";
import { type ExplainedTime, PARTS, type Part, type PartDifference } from "./explanation.js";
import { simultaneous } from "./simultaneous.js";
import { ALPHA } from "./thresholds.js";

/** The parts of each time. */
export const PARTS_OF: Readonly<Record<ExplainedTime, readonly Part[]>> = {
  transmission: ["encode", "transport", "decode"],
  service: ["encode", "transport", "decode", "reply"],
  response: PARTS,
};

/** How two timings differ in a time, and in each part. */
export interface Decomposition {
  readonly ms: number | null;
  readonly lowMs: number | null;
  readonly highMs: number | null;
  readonly parts: readonly PartDifference[];
}

/**
 * Takes the difference of two timings apart.
 * @param of the time of which the parts have shares
 */
export function decompose(blocks: readonly Block[], of: ExplainedTime): Decomposition {
  const whole = blocks.length === 0 ? null : differencesOf(blocks, of);
  const { estimate, interval } = whole === null ? NOTHING : signedRank(whole, 1 - ALPHA);
  const error = errorOf(blocks, of);
  const known = PARTS.flatMap((part) => {
    const differences = blocks.length === 0 ? null : differencesOf(blocks, part);
    return differences === null ? [] : [{ part, differences, error: errorOf(blocks, part) }];
  });
  const shown = simultaneous(known, ALPHA);
  return {
    ms: estimate,
    lowMs: interval && interval[0] - error,
    highMs: interval && interval[1] + error,
    parts: known.map(({ part }, index) => {
      const { estimate: ms, low, high, significant } = shown[index] as (typeof shown)[number];
      const share = estimate && PARTS_OF[of].includes(part) ? ms / estimate : null;
      return { part, ms, lowMs: low, highMs: high, share, significant };
    }),
  };
}

const NOTHING = { estimate: null, interval: null };

/** The error of a clock offset is similar in every round, so more rounds do not remove it. */
function errorOf(blocks: readonly Block[], of: Part | ExplainedTime): number {
  return blocks.reduce((most, [a, b]) => Math.max(most, clockErrorOf(a, of) + clockErrorOf(b, of)), 0);
}
