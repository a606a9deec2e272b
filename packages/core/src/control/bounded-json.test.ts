import { expect, it } from "vitest";
import { parseJson } from "./bounded-json.js";

it("reads JSON, and gives nothing for what is none", () => {
  expect(parseJson('{"a":[1,"[,{"]}')).toEqual({ a: [1, "[,{"] });
  expect(parseJson("{")).toBeUndefined();
});

it.each([
  ["empty lists", `[${"[],".repeat(4_000_001)}0]`],
  ["lists in each other", "[".repeat(8_000_001)],
  ["numbers", `[${"0,".repeat(8_000_001)}0]`],
])("refuses too many values: %s", (_, text) => {
  expect(parseJson(text)).toBeUndefined();
});

it("reads a long text with few values", () => {
  expect(parseJson(`["${"x".repeat(8_000_001)}"]`)).toHaveLength(1);
});
