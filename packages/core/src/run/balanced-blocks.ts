import { seededRandom } from "../stats/seeded-random.js";

/**
 * The order in which adapters run. Each block has every adapter once, as its index from 0. So slow changes of the
 * machine affect all adapters equally:
 *
 * - In each group of as many blocks as adapters, every adapter is once at each place.
 * - In each such group (with an odd number of adapters: in each two), every adapter follows every other one equally
 *   often (Williams, "Experimental Designs Balanced for the Estimation of Residual Effects of Treatments", 1949).
 *
 * Which adapter has which part in a group, and the order of its blocks, are random. The same seed gives the same
 * orders.
 *
 * @param adapters the number of adapters
 * @param rounds the number of blocks: each adapter has one round per block
 */
export function balancedBlocks(adapters: number, rounds: number, seed: number): number[][] {
  const random = seededRandom(seed);
  const blocks: number[][] = [];
  let parts: readonly number[] = [];
  for (let group = 0; blocks.length < rounds; group++) {
    if (adapters === 0) return Array.from({ length: rounds }, () => []);
    // With an odd number of adapters, the neighbours of a group are balanced by the mirrored one after it.
    const mirrored = adapters % 2 === 1 && group % 2 === 1;
    if (!mirrored) parts = shuffled(adapters, random);
    for (const shift of shuffled(adapters, random)) {
      const places = mirrored ? zigzag(adapters).reverse() : zigzag(adapters);
      blocks.push(places.map((part) => parts[(part + shift) % adapters] as number));
    }
  }
  return blocks.slice(0, rounds);
}

/** 0, 1, n-1, 2, n-2 and so on: the steps from one to the next are all different. */
function zigzag(count: number): number[] {
  return Array.from({ length: count }, (_, place) =>
    place % 2 === 1 ? (place + 1) / 2 : (count - place / 2) % count,
  );
}

/** All orders are equally likely (Fisher-Yates shuffle in Durstenfeld's form, 1964). */
function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
