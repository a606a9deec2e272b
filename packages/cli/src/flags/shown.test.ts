import { describe, expect, it } from "vitest";
import { shown } from "./shown.js";

describe("shown", () => {
  it.each([
    ["text", '"text"'],
    [{ a: [1] }, '{"a":[1]}'],
    [5n, "5n"],
    [undefined, "undefined"],
    [() => 1, "a function"],
  ])("%o", (value, expected) => expect(shown(value)).toBe(expected));

  it("is short, also of a value that contains itself, or is too deep for JSON", () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    const deep: unknown = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
    for (const value of [ring, deep, { big: 1n }, "x".repeat(1_000)]) {
      expect(shown(value).length).toBeLessThanOrEqual(61);
    }
  });
});
