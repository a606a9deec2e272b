import { describe, expect, it } from "vitest";
import { raw } from "../codec/raw.js";
import { defineAdapter, labelOf } from "./define-adapter.js";
import { flag, integer, oneOf, text } from "../options/option.js";

const never = () => Promise.reject(new Error("not used"));

const sample = defineAdapter<{
  path: string;
  deflate: boolean;
  mask: "random" | "zero";
  windowBytes: number;
}>({
  name: "sample",
  title: "Sample",
  module: "file:///sample.js",
  options: {
    path: text("/", /^\//, "a path that begins with /"),
    deflate: flag(false),
    mask: oneOf("random", ["random", "zero"]),
    windowBytes: integer(10, { min: 10, max: 20 }),
  },
  listen: never,
  dial: never,
});

describe("defineAdapter", () => {
  it("fills in defaults, and keeps options as data", () => {
    expect(sample({ mask: "zero" })).toMatchObject({
      name: "sample",
      label: "Sample",
      options: { path: "/", deflate: false, mask: "zero", windowBytes: 10 },
      codec: raw,
      supports: { push: false, ordered: false },
    });
  });

  it("labels a row by its codec, unless it is told a label", () => {
    expect(labelOf(sample({ codec: "json-array" }))).toBe("Sample json-array");
    expect(labelOf(sample({ codec: "json-array", label: "old demo" }))).toBe("old demo");
  });

  it.each<[object, string]>([
    [{ path: "x" }, "Expected `sample.path` to be a path that begins with /, got 'x'"],
    [{ deflate: 1 }, "Expected `sample.deflate` to be true or false, got 1"],
    [{ mask: "none" }, 'Expected `sample.mask` to be "random" or "zero", got \'none\''],
    [{ windowBytes: 21 }, "Expected `sample.windowBytes` to be a whole number from 10 to 20, got 21"],
    [
      { codec: "xml" },
      'Expected `sample.codec` to be "raw" or "json-array" or "json-base64", or a codec of your own, got \'xml\'',
    ],
    [{ label: "" }, "Expected `sample.label` to be a string that is not empty, got ''"],
    [
      { maks: "zero" },
      "sample: unknown option `maks`; known are `path`, `deflate`, `mask`, `windowBytes`, `label`, `codec`, `direction`, `tls`",
    ],
    [
      { direction: "push" },
      "Expected `sample.direction` to be \"upload\", as it supports no push with these options, got 'push'",
    ],
    [
      { tls: "local" },
      "Expected `sample.tls` to be left out, as it supports no TLS with these options, got 'local'",
    ],
  ])("refuses %j", (wrong, message) => {
    expect(() => sample(wrong)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", message }));
  });
});
