import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthPrefix, splitFrames } from "./split-frames.js";

describe("splitFrames", () => {
  it("finds the same frames however the stream is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        (frames, cuts) => {
          const stream = Buffer.concat(frames.flatMap((frame) => [lengthPrefix(frame.byteLength), frame]));
          const found: Uint8Array[] = [];
          const feed = splitFrames(40, (frame) => found.push(frame));
          for (let at = 0, cut = 0; at < stream.length; cut++) {
            const bytes = cuts[cut % cuts.length] as number;
            feed(stream.subarray(at, at + bytes));
            at += bytes;
          }
          expect(found.map((frame) => [...frame])).toEqual(frames.map((frame) => [...frame]));
        },
      ),
    );
  });

  it("refuses a frame over the limit before its bytes arrive", () => {
    const feed = splitFrames(10, () => expect.unreachable());
    expect(() => feed(lengthPrefix(11))).toThrow(RangeError);
  });
});
