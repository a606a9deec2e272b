import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { atMost } from "./at-most.js";

it("runs as many tasks at the same time as it may, and all of them, also after one that fails", async () => {
  const inTurn = atMost(2);
  let running = 0;
  let most = 0;
  const task = (number: number) => async () => {
    running++;
    most = Math.max(most, running);
    await pause(1);
    running--;
    if (number === 1) throw new Error("one fails");
    return number;
  };
  const ended = await Promise.allSettled([0, 1, 2, 3, 4].map((number) => inTurn(task(number))));
  expect(ended.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true]);
  expect(most).toBe(2);
});
