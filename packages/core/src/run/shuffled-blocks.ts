import { seededRandom } from "../stats/seeded-random.js";

/**
 * In which order the rows run, block after block: each block has every row once, by its index from 0, in an order of its own.
 * So what changes slowly on the machine meets all rows alike, and no row always runs after the same other. All orders are
 * equally likely (the shuffle of Fisher and Yates in Durstenfeld's form, 1964), and the same seed gives the same ones.
 *
 * @param rounds how many blocks: one for each round of a row
 */
export function shuffledBlocks(rows: number, rounds: number, seed: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: rounds }, () => shuffled(rows, random));
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
