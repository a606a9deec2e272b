import { expect, it } from "vitest";
import { sampleOf } from "./fixtures/samples.js";
import { blankStoredSample } from "./sample-store.js";
import { StampQueue } from "./stamp-queue.js";

const ROOM = 262_144;

it("gives samples in the order in which they came, however many pass through it", () => {
  const queue = new StampQueue();
  const target = blankStoredSample();
  const sample = sampleOf(0);
  let appended = 0;
  let taken = 0;
  for (let turn = 0; turn < 5; turn++) {
    for (; !queue.full; appended++) queue.append(Object.assign(sample, { dueAt: appended }));
    expect(queue.length).toBe(ROOM);
    for (let left = turn * 20_000; queue.length > left; taken++) {
      if (queue.take(target).dueAt !== taken) throw new Error(`sample ${taken} is not in its place`);
    }
  }
  expect(appended).toBeGreaterThan(4 * ROOM);
});

it("gives them in order if it was empty in between", () => {
  const queue = new StampQueue();
  const target = blankStoredSample();
  const taken: number[] = [];
  for (let sequence = 0; sequence < 9; sequence++) {
    queue.append(sampleOf(sequence));
    if (sequence % 3 === 2) while (queue.length > 0) taken.push(queue.take(target).dueAt);
  }
  expect(taken).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].map((ms) => ms * 1e6));
});
