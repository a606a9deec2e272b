import { describe, expect, it } from "vitest";
import { NAMED_NETWORKS } from "../network/network.js";
import { refusal } from "./fixtures/refusal.js";
import { checkNetwork, type NetworkOption } from "./network-option.js";

describe("checkNetwork", () => {
  it("accepts a name, an object, or nothing", () => {
    expect(checkNetwork(undefined)).toBeNull();
    expect(checkNetwork("lan")).toEqual({
      name: "lan",
      delayMs: 0.25,
      jitterMs: 0.05,
      rateMbps: 1_000,
      seed: 1,
    });
    expect(checkNetwork("wan")).toEqual({
      name: "wan",
      delayMs: 20,
      jitterMs: 1,
      rateMbps: 1_000,
      seed: 1,
    });
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

  it("has valid fields for every named network", () => {
    for (const [name, fields] of Object.entries(NAMED_NETWORKS)) {
      expect(checkNetwork(name)).toEqual({ ...checkNetwork(fields), name });
    }
  });

  it.each<[unknown, string]>([
    ["dsl", "network"],
    ["toString", "network"],
    [{}, "network"],
    [{ seed: 1 }, "network"],
    [null, "network"],
    [["lan"], "network"],
    [{ delay: 1 }, "delay"],
    [{ name: "lan" }, "name"],
    [{ delayMs: -1 }, "network.delayMs"],
    [{ delayMs: 10_001 }, "network.delayMs"],
    [{ delayMs: Number.NaN }, "network.delayMs"],
    [{ delayMs: "5" }, "network.delayMs"],
    [{ delayMs: 1, jitterMs: 10_001 }, "network.jitterMs"],
    [{ delayMs: 1, jitterMs: 2 }, "network.jitterMs"],
    [{ jitterMs: 1 }, "network.jitterMs"],
    [{ rateMbps: 0 }, "network.rateMbps"],
    [{ rateMbps: null }, "network.rateMbps"],
    [{ delayMs: 1, seed: 0.5 }, "network.seed"],
    [{ delayMs: 1, seed: 2 ** 53 }, "network.seed"],
  ])("refuses %j", (option, name) => {
    expect(refusal(() => checkNetwork(option))).toContain(`\`${name}\``);
  });
});
