import { describe, expect, it } from "vitest";
import { show } from "./show.js";

class Box {
  size = 1;
}

describe("show", () => {
  it.each<[unknown, string]>([
    [undefined, "undefined"],
    [null, "null"],
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [7n, "7n"],
    [true, "true"],
    [Symbol("x"), "Symbol(x)"],
    ["text", '"text"'],
    ['with "quotes"\n', '"with \\"quotes\\"\\n"'],
    [() => 1, "a function"],
    [Box, "a function"],
    [[], "[]"],
    [[1, "x", [2]], '[1, "x", […]]'],
    [{}, "{}"],
    [{ a: 1, b: { c: 2 } }, "{ a: 1, b: {…} }"],
    [new Box(), "Box { size: 1 }"],
    [{ box: new Box() }, "{ box: Box {…} }"],
    [Object.create(null), "{}"],
    [new Uint8Array(3), "Uint8Array of 3 bytes"],
    [Buffer.alloc(3), "Buffer of 3 bytes"],
    [new ArrayBuffer(3), "ArrayBuffer of 3 bytes"],
    [Promise.resolve(3), "a Promise (is `await` missing?)"],
    [{ bytes: new Float64Array(2) }, "{ bytes: Float64Array of 16 bytes }"],
  ])("%o", (value, expected) => {
    expect(show(value)).toBe(expected);
  });

  it("stays short, however large the value is", () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${index}`, index]));
    for (const value of ["x".repeat(1_000), Array(1_000).fill(1), many, [["x".repeat(1_000)]]]) {
      expect(show(value).length).toBeLessThanOrEqual(121);
      expect(show(value)).toContain("…");
    }
  });

  it("shows no commands to a terminal, and no text that is turned around", () => {
    expect(show("\u001b[2J \u009b \u202e \ud800")).toBe('"\\u001b[2J \\u009b \\u202e \\ud800"');
    expect(show({ "\u009b2J": 1 })).toBe("{ \\u009b2J: 1 }");
  });

  it("handles a value that contains itself", () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    expect(show(ring)).toBe("{ self: {…} }");
  });
});
