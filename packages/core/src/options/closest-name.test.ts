import { describe, expect, it } from "vitest";
import { closestName, didYouMean } from "./closest-name.js";

const known = ["count", "delayMs", "durationMs", "ratePerSecond", "windowBytes", "lan", "wan", "json-array"];

describe("closestName", () => {
  it.each<[string, string]>([
    ["cuont", "count"],
    ["coun", "count"],
    ["counts", "count"],
    ["COUNT", "count"],
    ["delayms", "delayMs"],
    ["delay", "delayMs"],
    ["duration", "durationMs"],
    ["rate", "ratePerSecond"],
    ["windowByte", "windowBytes"],
    ["widnowBytes", "windowBytes"],
    ["json_array", "json-array"],
    ["jsonArray", "json-array"],
    ["lann", "lan"],
    ["wna", "wan"],
  ])("%s is %s", (given, meant) => {
    expect(closestName(given, known)).toBe(meant);
  });

  it.each<[unknown]>([
    ["moon"],
    [""],
    ["x"],
    ["ra"],
    ["timeout"],
    [5],
    [undefined],
    [null],
    ["c".repeat(61)],
  ])("%j is none of them", (given) => {
    expect(closestName(given, known)).toBeUndefined();
  });

  it("prefers the closest name, and the first of equals", () => {
    expect(closestName("delayMss", ["delayMsx", "delayMs"])).toBe("delayMsx");
    expect(closestName("can", ["lan", "wan"])).toBe("lan");
    expect(closestName("count", ["counts", "count"])).toBe("count");
  });
});

describe("didYouMean", () => {
  it("is empty if no name is close", () => {
    expect(didYouMean("moon", known)).toBe("");
    expect(didYouMean("cuont", known)).toContain('"count"');
    expect(didYouMean("cuont", known, (name) => `\`${name}\``)).toContain("`count`");
  });
});
