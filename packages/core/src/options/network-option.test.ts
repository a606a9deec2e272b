import { describe, expect, it } from "vitest";
import { checkNetwork, type NetworkOption } from "./network-option.js";

describe("checkNetwork", () => {
  it("takes names, fields, or nothing", () => {
    expect(checkNetwork(undefined)).toBeNull();
    expect(checkNetwork("lan")).toEqual({
      name: "lan",
      delayMs: 0.25,
      jitterMs: 0.05,
      rateMbps: 1_000,
      seed: 1,
    });
    expect(checkNetwork("wan")).toEqual({ name: "wan", delayMs: 20, jitterMs: 1, rateMbps: 1_000, seed: 1 });
    expect(checkNetwork({ delayMs: 0 })).toEqual({
      name: "custom",
      delayMs: 0,
      jitterMs: 0,
      rateMbps: null,
      seed: 1,
    });
    const option: NetworkOption = { delayMs: 5, jitterMs: 5, rateMbps: 0.01, seed: -3 };
    expect(checkNetwork(option)).toEqual({ name: "custom", ...option });
  });

  const whole = '"lan", "wan" or { delayMs, jitterMs, rateMbps, seed }';
  it.each([
    ["dsl", `Expected \`network\` to be ${whole}, got 'dsl'`],
    [{}, "Expected `network` to be one that has at least delayMs or rateMbps, got {}"],
    [null, `Expected \`network\` to be ${whole}, got null`],
    [["lan"], `Expected \`network\` to be ${whole}, got [ 'lan' ]`],
    [{ delay: 1 }, "network: unknown option `delay`; known are `delayMs`, `jitterMs`, `rateMbps`, `seed`"],
    [{ delayMs: -1 }, "Expected `network.delayMs` to be a number from 0 to 10000, got -1"],
    [{ delayMs: Number.NaN }, "Expected `network.delayMs` to be a number from 0 to 10000, got NaN"],
    [{ delayMs: "5" }, "Expected `network.delayMs` to be a number from 0 to 10000, got '5'"],
    [
      { delayMs: 1, jitterMs: 10_001 },
      "Expected `network.jitterMs` to be a number from 0 to 10000, got 10001",
    ],
    [{ delayMs: 1, jitterMs: 2 }, "Expected `network.jitterMs` to be at most `network.delayMs` (1), got 2"],
    [{ jitterMs: 1 }, "Expected `network.jitterMs` to be at most `network.delayMs` (0), got 1"],
    [{ rateMbps: 0 }, "Expected `network.rateMbps` to be a number from 0.01 to 100000, got 0"],
    [{ rateMbps: null }, "Expected `network.rateMbps` to be a number from 0.01 to 100000, got null"],
    [{ seed: 0.5 }, "Expected `network.seed` to be a whole number, got 0.5"],
    [{ seed: 2 ** 53 }, "Expected `network.seed` to be a whole number, got 9007199254740992"],
  ])("refuses %j", (option, message) => {
    expect(() => checkNetwork(option)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", message }));
  });
});
