import type { Timing } from "../result/result.js";
import { blockRatios } from "./block-ratios.js";
import { CLOCK, type Compared, type Pair } from "./judge-comparisons.js";
import { rankRatios } from "./ranked-ratios.js";
import { whyInvalid } from "./reason.js";

/** What the rounds of two timings show by one measure, or why they show nothing. */
export function compareTwo(pair: Pair, a: Timing, b: Timing): Compared {
  const reason = whyInvalid(a, pair.by) ?? whyInvalid(b, pair.by);
  if (reason) return { ...pair, reason };
  const [own, other] = pair.paired ? [a, b] : [matchedInOrder(a), matchedInOrder(b)];
  const ratios = blockRatios(own, other, pair.by);
  if (ratios === "clock") return { ...pair, reason: CLOCK };
  if (ratios !== "missing") return { ...pair, ratios: rankRatios(ratios) };
  return { ...pair, reason: { code: "NOT_MEASURED", message: `a round has no value of \`${pair.by}\`` } };
}

/**
 * Two timings of different runs have no common blocks. So the first round of one is matched with the first of the other,
 * and so on. The difference of two independent values is symmetric about the shift between them, even if one varies
 * more than the other: a rank-sum test would need equal variation, and two runs seldom have it. What changes during
 * every run, such as a machine that gets warm, cancels as well.
 */
function matchedInOrder(timing: Timing): Timing {
  // Slices only belong together within one run.
  return { ...timing, rounds: timing.rounds.map((round, block) => ({ ...round, block, slices: [] })) };
}
