import { describe, expect, it } from "vitest";
import { ReferenceSet } from "./reference-set.js";

const MOST_BYTES = 2 ** 30;

describe("ReferenceSet", () => {
  it("counts copies that were replaced, because they may share their memory with others", () => {
    const set = new ReferenceSet([{ kind: "copied" }], MOST_BYTES);
    const payload = new Uint8Array(MOST_BYTES / 16);
    const sizes = [1, payload.byteLength - 1];
    for (let index = 0; index < 16; index++) {
      expect(set.roomBytes).toBe(MOST_BYTES - index * payload.byteLength);
      set.add({ source: 0, index, sizes, payload });
    }
    expect(set.roomBytes).toBe(0);
    const more = { source: 0, index: 0, sizes: null, payload: Uint8Array.of(1) };
    expect(() => set.add(more)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(set.at(0)?.byteLength).toBe(1);
  });
});
