import { describe, expect, it } from "vitest";
import { differencesBetween } from "./differences.js";

describe("differences", () => {
  it.each<[string, unknown, unknown, string[]]>([
    ["none", { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    ["a value", { a: { b: 1 } }, { a: { b: 2 } }, ["x.a.b (1 instead of 2)"]],
    ["a missing field", { a: 1 }, { a: 1, b: "y" }, ['x.b (nothing instead of "y")']],
    ["a shorter list", { a: [1, 2] }, { a: [1] }, ["x.a[1] (2 instead of nothing)"]],
    ["another kind", { a: null }, { a: [] }, ["x.a (null instead of [])"]],
    ["several", [1, 2, 3], [3, 2, 1], ["x[0] (1 instead of 3)", "x[2] (3 instead of 1)"]],
  ])("%s", (_, stored, now, expected) => {
    expect(differencesBetween(stored, now, "x")).toEqual(expected);
  });
});
