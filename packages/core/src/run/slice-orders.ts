import { balancedBlocks } from "./balanced-blocks.js";

/**
 * The order in which adapters send the slices of a block. It is that of `balancedBlocks`, but no adapter sends two slices in a row. So
 * two adapters alternate.
 *
 * Each slice then begins after a rest. After a rest, Linux runs both ends on one core for a while, and then on two. With small payloads,
 * one core can be twice as fast. A slice without a rest would begin on two cores, and could not be compared with the others.
 *
 * @param adapters the number of adapters. A single one sends all slices.
 */
export function sliceOrders(adapters: number, slices: number, seed: number): number[][] {
  const orders: number[][] = [];
  for (const order of balancedBlocks(adapters, slices, seed)) {
    const sentLast = orders.at(-1)?.at(-1);
    orders.push(order[0] === sentLast ? order.reverse() : order);
  }
  return orders;
}
