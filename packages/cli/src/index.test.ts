import { expect, it } from "vitest";
import { defineConfig } from "./index.js";

it("returns the configuration, whose types are those of the flags", () => {
  const config = {
    adapters: ["ws", "grpc:call=unary", { adapter: "tcp", label: "floor" }],
    size: ["10kB", 100],
    network: "20ms",
    budget: "2m",
    rounds: "6-30",
    out: false,
    port: 5_000,
  } as const;
  expect(defineConfig(config)).toBe(config);
  // @ts-expect-error: an unknown key
  defineConfig({ sise: "10kB" });
  // @ts-expect-error: a time needs its unit
  defineConfig({ budget: 60 });
  // @ts-expect-error: a flag of the command line only
  defineConfig({ dryRun: true });
  // @ts-expect-error: no such kind
  defineConfig({ kind: "jsn" });
});
