import { seededRandom } from "../stats/seeded-random.js";

/**
 * The order in which adapters run. Each block has every adapter once, as its index from 0, in random order.
 * So slow changes of the machine affect all adapters equally, and no adapter always runs after the same other
 * one. All orders are equally likely (Fisher-Yates shuffle in Durstenfeld's form, 1964). The same seed gives
 * the same orders.
 *
 * @param adapters the number of adapters
 * @param rounds the number of blocks: each adapter has one round per block
 */
export function shuffledBlocks(adapters: number, rounds: number, seed: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: rounds }, () => shuffled(adapters, random));
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
