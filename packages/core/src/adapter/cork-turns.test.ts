import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { corkTurns } from "./cork-turns.js";

/** A stream that records how many writes left together. */
function collector(): { stream: Writable; left: number[] } {
  const left: number[] = [];
  const stream = new Writable({
    write(_, __, done) {
      left.push(1);
      done();
    },
    writev(chunks, done) {
      left.push(chunks.length);
      done();
    },
  });
  return { stream, left };
}

it("lets writes of a turn leave together, once there are several in a turn", async () => {
  const { stream, left } = collector();
  const cork = corkTurns(stream);
  const write = (times: number) => {
    for (let time = 0; time < times; time++) {
      cork();
      stream.write("x");
    }
  };
  write(1);
  expect(left, "one that is alone leaves at once").toEqual([1]);
  await turn();
  write(5);
  await turn();
  expect(left, "the first of several cannot know that it is one").toEqual([1, 1, 4]);
  write(6);
  expect(left).toEqual([1, 1, 4]);
  await turn();
  expect(left, "then all wait for the turn's end").toEqual([1, 1, 4, 6]);
  write(1);
  await turn();
  write(1);
  expect(left, "and one that follows a turn with one leaves at once again").toEqual([1, 1, 4, 6, 1, 1]);
  await turn();
});
