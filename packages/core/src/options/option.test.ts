import { describe, expect, it } from "vitest";
import { refusal } from "./fixtures/refusal.js";
import type { OptionKind } from "./kinds.js";
import { option } from "./option.js";

describe("option", () => {
  it.each<[string, OptionKind<unknown>, unknown, unknown, unknown]>([
    ["integer", option.integer(5, { min: 1, max: 9 }), 5, 9, 10],
    ["number", option.number(0.5, { min: 0, max: 1 }), 0.5, 1, 1.5],
    ["flag", option.flag(true), true, false, 0],
    ["text", option.text("x"), "x", "y", ""],
    ["text of a pattern", option.text("x", /^[a-z]$/, "a letter"), "x", "y", "Y"],
    ["oneOf", option.oneOf("a", ["a", "b"]), "a", "b", "c"],
  ])("%s has a default, a check and a schema", (_, kind, fallback, good, bad) => {
    expect(kind.default).toBe(fallback);
    expect(kind.parse("it", fallback)).toBe(fallback);
    expect(kind.parse("it", good)).toBe(good);
    expect(refusal(() => kind.parse("it", bad))).toContain("`it`");
    expect(kind.schema).toBeDefined();
  });

  it.each<[string, () => unknown]>([
    ["integer out of its range", () => option.integer(0, { min: 1, max: 9 })],
    ["number out of its range", () => option.number(2, { min: 0, max: 1 })],
    ["flag", () => option.flag(0 as never)],
    ["text", () => option.text("")],
    ["oneOf", () => option.oneOf("c" as "a", ["a", "b"])],
  ])("%s refuses a default that it would refuse as a value", (_, make) => {
    expect(refusal(make)).toContain("default");
  });
});
