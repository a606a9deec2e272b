import type { RoundsRule } from "../verdict/rounds-rule.js";
import type { RoundSettings } from "./benchmark-options.js";

const MOST_KEPT = 100_000;
const LISTED_OF_SEVERAL = 1_000;
/** Of all adapters together. As JSON they take about 120 MB, and Node can hold no text of more than 512 MB. */
const LISTED_OF_ALL = 400_000;

/**
 * How many transmissions each adapter lists, and of how many a round keeps all numbers. Several rounds list fewer, because all of
 * them stay in memory until the end. Many adapters share a total. The numbers of the result are as exact in each case.
 */
export function listedOf(
  given: number | undefined,
  { max }: RoundsRule,
  adapters: number,
): Pick<RoundSettings, "maxTransmissions" | "keepSamples"> {
  const share = Math.min(MOST_KEPT, Math.floor(LISTED_OF_ALL / adapters));
  const maxTransmissions = given ?? (max > 1 ? LISTED_OF_SEVERAL : share);
  return { maxTransmissions, keepSamples: given ?? MOST_KEPT };
}
