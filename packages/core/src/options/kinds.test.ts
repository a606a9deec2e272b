import { describe, expect, it } from "vitest";
import { refusal } from "./fixtures/refusal.js";
import {
  flag,
  integer,
  json,
  jsonObject,
  type Kind,
  kindOf,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  recordOf,
  tagged,
  text,
  withDefault,
} from "./kinds.js";

const even = kindOf<number>("an even number", (value) => (value as number) % 2 === 0);
const lowerCase = text(/^[a-z]+$/, "lower-case letters");

/** Each kind with values that it accepts and values that it refuses. */
const table: [string, Kind<unknown>, unknown[], unknown[]][] = [
  ["a predicate", even, [0, 2, -4], [1, "x", undefined]],
  ["any whole number", integer(), [0, -1, 2 ** 53 - 1], [0.5, 2 ** 53, "1", null, Number.NaN, 1n]],
  ["a whole number from", integer({ min: 1 }), [1, 1e9], [0, -1, 1.5]],
  ["a whole number up to", integer({ max: 1 }), [1, 0, -5], [2]],
  ["a whole number in a range", integer({ min: 1, max: 3 }), [1, 2, 3], [0, 4, 2.5]],
  ["any number", number(), [0, -1.5, 1e300], [Number.NaN, Number.POSITIVE_INFINITY, "1", null, 1n]],
  ["a number in a range", number({ min: 0.5, max: 1 }), [0.5, 0.7, 1], [0.49, 1.01, Number.NaN]],
  ["any text", text(), ["", "x"], [1, null, undefined, ["x"]]],
  ["text with a pattern", lowerCase, ["x", "abc"], ["", "X", "a b", 1]],
  ["a flag", flag, [true, false], [0, 1, "true", null, undefined]],
  ["one of texts", oneOf(["a", "b"]), ["a", "b"], ["c", "", "toString", undefined]],
  ["one of numbers", oneOf([1, 2]), [1, 2], [3, "1"]],
  [
    "a list",
    listOf(flag),
    [[], [true], [true, false]],
    [true, { 0: true, length: 1 }, null, [1], [undefined]],
  ],
  ["a record", recordOf(flag), [{}, { a: true, b: false }], [[], null, "x", { a: 1 }, new Uint8Array(1)]],
  ["a nullable value", nullable(flag), [null, true], [undefined, 1]],
  [
    "JSON",
    json,
    [null, 1, "x", true, [1, [null]], { a: { b: [] } }],
    [undefined, Number.NaN, 1n, () => 1, [undefined], { a: new Uint8Array(1) }],
  ],
  [
    "an object of JSON",
    jsonObject,
    [{}, { a: [1] }, nested(100)],
    [nested(101), JSON.parse('{"__proto__":1}'), [], null, 1, { a: 1n }, { a: () => 1 }],
  ],
];

describe.each(table)("a kind: %s", (_, kind, accepted, refused) => {
  it("accepts", () => {
    for (const value of accepted) expect(kind.parse("it", value)).toEqual(value);
  });

  it("refuses, and names the option", () => {
    for (const value of refused) expect(refusal(() => kind.parse("load.it", value))).toContain("load.it");
  });
});

describe("withDefault and optional", () => {
  it("apply only to absent values", () => {
    const [complete, partial] = [withDefault(integer({ min: 1 }), 7), optional(integer({ min: 1 }))];
    expect([complete.default, complete.optional, partial.optional]).toEqual([7, undefined, true]);
    for (const kind of [complete, partial]) {
      expect(kind.parse("it", 3)).toBe(3);
      refusal(() => kind.parse("it", 0));
    }
    expect(complete.schema).toEqual(integer({ min: 1 }).schema);
  });
});

interface Shape {
  readonly count: number;
  readonly name: string;
  readonly note?: string;
  readonly inner: { readonly on: boolean } | null;
}
const inner = object<{ on: boolean }>({ on: flag });
const shape = object<Shape>({
  count: integer({ min: 1 }),
  name: withDefault(text(), "none"),
  note: optional(text()),
  inner: withDefault(nullable(inner), null),
});

describe("object", () => {
  it("fills in defaults, and omits absent optional fields", () => {
    expect(shape.parse("it", { count: 1 })).toEqual({ count: 1, name: "none", inner: null });
    expect(shape.parse("it", { count: 1, name: "x", note: "y", inner: { on: true } })).toEqual({
      count: 1,
      name: "x",
      note: "y",
      inner: { on: true },
    });
  });

  it("treats undefined as absent", () => {
    const given = { count: 1, name: undefined, note: undefined, inner: undefined };
    expect(Object.keys(shape.parse("it", given))).toEqual(["count", "name", "inner"]);
  });

  it("does not change its input", () => {
    const given = Object.freeze({ count: 1 });
    expect(shape.parse("it", given)).not.toBe(given);
    expect(given).toEqual({ count: 1 });
  });

  it.each<[string, unknown, string]>([
    ["a missing field", {}, "it.count"],
    ["a bad field", { count: 0 }, "it.count"],
    ["a bad nested field", { count: 1, inner: { on: 1 } }, "it.inner.on"],
    ["null for a field", { count: null }, "it.count"],
    ["an unknown field", { count: 1, cuont: 2 }, "cuont"],
    ["an unknown field that is undefined", { count: 1, cuont: undefined }, "cuont"],
    ["an unknown nested field", { count: 1, inner: { on: true, off: 1 } }, "it.inner"],
    ["a field called __proto__", JSON.parse('{"count":1,"__proto__":{}}'), "__proto__"],
    ["a list", [], "it"],
    ["bytes", new Uint8Array(1), "it"],
    ["null", null, "it"],
  ])("refuses %s", (_, value, named) => {
    expect(refusal(() => shape.parse("it", value))).toContain(named);
  });

  it("lists the known fields when a field is unknown", () => {
    const message = refusal(() => shape.parse("it", { cuont: 1 }));
    for (const field of ["count", "name", "note", "inner"]) expect(message).toContain(`\`${field}\``);
  });

  it("can ignore unknown fields", () => {
    const lenient = object<{ on: boolean }>({ on: flag }, { unknown: "ignore" });
    expect(lenient.parse("it", { on: true, off: 1 })).toEqual({ on: true });
  });

  it("names the owner if the option has no name", () => {
    const kind = object<{ on: boolean }>({ on: flag }, { owner: "runBenchmark" });
    expect(refusal(() => kind.parse("", { on: 1 }))).toContain("`on`");
    expect(refusal(() => kind.parse("", { on: true, off: 1 }))).toContain("runBenchmark");
    refusal(() => kind.parse("", undefined));
  });

  it("can use a custom description of the expected value", () => {
    const kind = object<{ on: boolean }>({ on: flag }, { wanted: "a { switch }" });
    expect(refusal(() => kind.parse("it", 1))).toContain("a { switch }");
  });
});

describe("paths", () => {
  it("include list indexes and record keys", () => {
    const kind = listOf(object<{ ports: Readonly<Record<string, number>> }>({ ports: recordOf(integer()) }));
    const value = [{ ports: {} }, { ports: { ws: 1, grpc: "2" } }];
    expect(refusal(() => kind.parse("it", value))).toContain("it[1].ports.grpc");
  });

  it("drop undefined values of a record", () => {
    expect(recordOf(integer()).parse("it", { a: 1, b: undefined })).toEqual({ a: 1 });
  });
});

describe("tagged", () => {
  const kind = tagged<{ kind: "a"; on: boolean } | { kind: "b"; count: number }>("kind", {
    a: object({ kind: oneOf(["a"]), on: flag }),
    b: object({ kind: oneOf(["b"]), count: integer() }),
  });

  it("picks the object kind by the tag", () => {
    expect(kind.parse("it", { kind: "a", on: true })).toEqual({ kind: "a", on: true });
    expect(kind.parse("it", { kind: "b", count: 1 })).toEqual({ kind: "b", count: 1 });
  });

  it.each<[string, unknown, string]>([
    ["an unknown tag", { kind: "c" }, "it.kind"],
    ["a tag that is a property of every object", { kind: "constructor" }, "it.kind"],
    ["no tag", { on: true }, "it.kind"],
    ["fields of the other kind", { kind: "a", count: 1 }, "it"],
    ["a bad field", { kind: "b", count: "1" }, "it.count"],
    ["a value that is not an object", "a", "it"],
  ])("refuses %s", (_, value, named) => {
    expect(refusal(() => kind.parse("it", value))).toContain(named);
  });
});

describe("a kind's schema", () => {
  it.each<[string, Kind<unknown>, unknown]>([
    ["a whole number", integer({ min: 1, max: 3 }), { type: "integer", minimum: 1, maximum: 3 }],
    ["a whole number without bounds", integer(), { type: "integer" }],
    ["a number", number({ min: 0 }), { type: "number", minimum: 0 }],
    ["text", text(), { type: "string" }],
    ["text with a pattern", lowerCase, { type: "string", pattern: "^[a-z]+$" }],
    ["a flag", flag, { type: "boolean" }],
    ["an enumeration", oneOf(["a", 2]), { enum: ["a", 2] }],
    ["a list", listOf(flag), { type: "array", items: { type: "boolean" } }],
    ["a record", recordOf(flag), { type: "object", additionalProperties: { type: "boolean" } }],
    ["a nullable value", nullable(flag), { anyOf: [{ type: "boolean" }, { type: "null" }] }],
    ["JSON", json, {}],
    ["an object of JSON", jsonObject, { type: "object" }],
  ])("of %s", (_, kind, expected) => {
    expect(kind.schema).toEqual(expected);
  });

  it("requires fields without a default that are not optional", () => {
    expect(shape.schema).toEqual({
      type: "object",
      properties: {
        count: { type: "integer", minimum: 1 },
        name: { type: "string" },
        note: { type: "string" },
        inner: { anyOf: [inner.schema, { type: "null" }] },
      },
      required: ["count"],
    });
    expect(object({ on: flag }, { title: "Switch" }).schema).toMatchObject({ title: "Switch" });
  });

  it("is a union for tagged objects", () => {
    const kind = tagged("kind", { a: object({ kind: oneOf(["a"]) }), b: object({ kind: oneOf(["b"]) }) });
    expect(kind.schema).toMatchObject({
      oneOf: [
        { properties: { kind: { enum: ["a"] } }, required: ["kind"] },
        { properties: { kind: { enum: ["b"] } }, required: ["kind"] },
      ],
    });
  });

  it("is absent if a part is not JSON", () => {
    const parts = [even, listOf(even), recordOf(even), nullable(even), object({ even, flag })];
    for (const kind of [...parts, tagged("kind", { a: object({ even }) })]) {
      expect(kind.schema).toBeUndefined();
    }
  });
});

/** An object in an object, `levels` deep. */
function nested(levels: number): object {
  return JSON.parse(`${'{"x":'.repeat(levels)}1${"}".repeat(levels)}`);
}
