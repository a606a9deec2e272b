import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { corkTurns } from "./cork-turns.js";

/** A stream that records how many writes were sent together. */
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

it("combines the writes of a turn once a turn has had several", async () => {
  const { stream, left } = collector();
  const cork = corkTurns(stream);
  const write = (times: number) => {
    for (let time = 0; time < times; time++) {
      cork();
      stream.write("x");
    }
  };
  write(1);
  expect(left, "a single write is sent at once").toEqual([1]);
  await turn();
  write(5);
  await turn();
  expect(left, "the first of several writes is sent at once, too").toEqual([1, 1, 4]);
  write(6);
  expect(left).toEqual([1, 1, 4]);
  await turn();
  expect(left, "after such a turn, all writes wait for the end of the turn").toEqual([1, 1, 4, 6]);
  write(1);
  await turn();
  write(1);
  expect(left, "after a turn with one write, a write is sent at once again").toEqual([1, 1, 4, 6, 1, 1]);
  await turn();
});
