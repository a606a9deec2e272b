import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.js";
import { flagName } from "./flag.js";
import { RUN_FLAGS } from "./run-flags.js";

type Key = keyof typeof RUN_FLAGS;

function parse(key: Key, given: unknown): unknown {
  return RUN_FLAGS[key].parse(flagName(key), given);
}

describe("what the command line gives", () => {
  it.each<[Key, unknown, unknown]>([
    ["size", "100,10kB,1MB", [100, 10_000, 1_000_000]],
    ["size", ["100", "10kB"], [100, 10_000]],
    ["payload", "a,b.jpg", ["a,b.jpg"]],
    ["payload", ["a.jpg", "b/*.json"], ["a.jpg", "b/*.json"]],
    ["replyBytes", "1kB", 1_000],
    ["rate", "200/s", [200]],
    ["connections", "8", 8],
    ["senders", "4", 4],
    ["receivers", "2", 2],
    ["budget", "2m", 120_000],
    ["rounds", "10", 10],
    ["rounds", "6-30", { min: 6, max: 30 }],
    ["margin", "10%", 0.1],
    ["decideBy", "p99", "p99"],
    ["explain", true, true],
    ["explain", false, false],
    ["seed", "-3", -3],
    ["out", "results", "results"],
    ["out", false, false],
    ["page", false, false],
    ["embedResult", true, true],
    ["json", true, true],
    ["json", "a.json", "a.json"],
  ])("%s %j", (key, given, value) => expect(parse(key, given)).toEqual(value));

  it.each([
    ["none", null],
    ["lan", "lan"],
    ["20ms", { delayMs: 20 }],
    ["100Mbit", { rateMbps: 100 }],
    ["20ms+100Mbit", { delayMs: 20, rateMbps: 100 }],
    ["100Mbit+20ms~2ms", { delayMs: 20, jitterMs: 2, rateMbps: 100 }],
    ["0.25ms", { delayMs: 0.25 }],
  ])("a network of %s", (text, network) => {
    expect(parse("network", text)).toEqual([{ name: text, network }]);
  });

  it("reads several networks", () => {
    expect(parse("network", "none,lan,20ms")).toEqual([
      { name: "none", network: null },
      { name: "lan", network: "lan" },
      { name: "20ms", network: { delayMs: 20 } },
    ]);
  });
});

describe("what a configuration gives", () => {
  it.each<[Key, unknown, unknown]>([
    ["size", 100, [100]],
    ["size", [100, "10kB"], [100, 10_000]],
    ["rate", 200, [200]],
    ["margin", 0.1, 0.1],
    ["rounds", 10, 10],
    ["tls", true, true],
    ["adapters", "ws", ["ws"]],
    ["adapters", ["ws", { adapter: "grpc", call: "unary" }], ["ws", { adapter: "grpc", call: "unary" }]],
  ])("%s: %j", (key, given, value) => expect(parse(key, given)).toEqual(value));

  it.each<[Key, unknown]>([
    ["budget", 60],
    ["margin", 10],
    ["size", 1.5],
    ["size", null],
    ["size", {}],
    ["connections", true],
    ["senders", 65],
    ["receivers", 0],
    ["network", { delayMs: 20 }],
    ["adapters", [42]],
    ["adapters", []],
    ["tls", "yes"],
    ["decideBy", ["p99"]],
    ["rounds", { min: 1 }],
    ["out", true],
    ["payload", 12],
  ])("refuses %s: %j", (key, given) => expect(() => parse(key, given)).toThrow(UsageError));
});
