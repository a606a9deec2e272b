import { expect, it } from "vitest";
import { sampleOf } from "./fixtures/samples.js";
import { SampleQueue } from "./sample-queue.js";
import { blankStoredSample } from "./sample-store.js";

const ROOM = 4_096;

it("gives samples in the order in which they came, however many pass through it", () => {
  const queue = new SampleQueue();
  const target = blankStoredSample();
  let appended = 0;
  let taken = 0;
  for (let turn = 0; turn < 10; turn++) {
    while (!queue.full) queue.append(sampleOf(appended++));
    expect(queue.length).toBe(ROOM);
    for (let left = turn * 300; queue.length > left; taken++) {
      expect(queue.take(target).sequence).toBe(taken);
    }
  }
  expect(appended).toBeGreaterThan(5 * ROOM);
});
