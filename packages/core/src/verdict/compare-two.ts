import type { Timing } from "../result/result.js";
import { blockRatios, type NoRatios } from "./block-ratios.js";
import { CLOCK, type Compared, type Pair } from "./judge-comparisons.js";
import { type RankedRatios, rankRatios } from "./ranked-ratios.js";
import { whyInvalid } from "./reason.js";
import { sampleRatios } from "./sample-ratios.js";

/** What the rounds of two timings show by one measure, or why they show nothing. */
export function compareTwo(pair: Pair, a: Timing, b: Timing): Compared {
  const reason = whyInvalid(a, pair.by) ?? whyInvalid(b, pair.by);
  if (reason) return { ...pair, reason };
  const ratios = ratiosOf(pair, a, b);
  if (ratios === "clock") return { ...pair, reason: CLOCK };
  if (ratios !== "missing") return { ...pair, ratios };
  return { ...pair, reason: { code: "NOT_MEASURED", message: `a round has no value of \`${pair.by}\`` } };
}

function ratiosOf({ by, paired }: Pair, a: Timing, b: Timing): RankedRatios | NoRatios {
  if (!paired) return sampleRatios(a, b, by);
  const ratios = blockRatios(a, b, by);
  return typeof ratios === "string" ? ratios : rankRatios(ratios);
}
