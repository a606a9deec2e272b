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
    ["object", option.object({ x: option.flag(true) }), null, { x: false }, { y: false }],
    ["record", option.record(option.flag(true)), {}, { x: false, y: true }, { x: 1 }],
  ])("%s has a default, a check and a schema", (_, kind, fallback, good, bad) => {
    expect(kind.default).toEqual(fallback);
    expect(kind.parse("it", fallback)).toEqual(fallback);
    expect(kind.parse("it", good)).toEqual(good);
    expect(refusal(() => kind.parse("it", bad))).toContain("it");
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

  it("fills in the fields of an object, requires them, or leaves them out", () => {
    const kind = option.object({
      filled: option.flag(true),
      given: option.required(option.flag(true)),
      absent: option.optional(option.flag(true)),
    });
    expect(kind.parse("it", { given: false })).toEqual({ filled: true, given: false });
    expect(refusal(() => kind.parse("it", { absent: true }))).toContain("`it.given`");
    expect(refusal(() => kind.parse("it", { given: true, absent: 1 }))).toContain("`it.absent`");
    const nested = option.object({ inner: option.optional(kind) });
    expect(nested.parse("it", {})).toEqual({});
    const message = refusal(() => nested.parse("it", { inner: null }));
    expect(message).toContain("`it.inner`");
    expect(message).toContain("an object");
  });
});
