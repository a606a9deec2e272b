import { describe, expect, it } from "vitest";
import { type FlagPurpose, flagsBeyond, isPassedOn, parseFlags, purposeOf } from "./node-flags.js";
import { ownFlags } from "./own-flags.js";

const vitest = "/app/node_modules/.pnpm/vitest@4.1.0/node_modules/vitest/suppress-warnings.cjs";
const tsx = "file:///app/node_modules/tsx/dist/loader.mjs";

describe("a flag", () => {
  it.each<[FlagPurpose, string[]]>([
    ["runtime", ["--tls-max-v1.2"]],
    ["runtime", ["--max-semi-space-size=1"]],
    ["runtime", ["--max_old_space_size=100"]],
    ["runtime", ["--expose-gc"]],
    ["runtime", ["--permission"]],
    ["runtime", ["--allow-fs-read=/app/*"]],
    ["runtime", ["--conditions", "source"]],
    ["runtime", ["-C", "source"]],
    ["runtime", ["--import", "./telemetry.mjs"]],
    ["runtime", ["-r", "/srv/vitest/telemetry.cjs"]],
    ["runtime", ["--experimental-import-meta-resolve"]],
    ["runtime", ["--disable-wasm-trap-handler"]],
    ["typescript", ["--import", "tsx"]],
    ["typescript", [`--import=${tsx}`]],
    ["typescript", ["--loader", "ts-node/esm"]],
    ["typescript", ["-r", "@swc-node/register"]],
    ["test-runner", ["--require", vitest]],
    ["test-runner", ["--require=C:\\app\\node_modules\\jest-worker\\x.js"]],
    ["test-runner", ["--import", "mocha/register"]],
    ["test-runner", ["--test"]],
    ["test-runner", ["--test-concurrency=2"]],
    ["test-runner", ["--experimental-test-coverage"]],
    ["inspector", ["--inspect"]],
    ["inspector", ["--inspect-brk=127.0.0.1:0"]],
    ["inspector", ["--inspect-port", "9230"]],
    ["inspector", ["--debug-port=9230"]],
    ["inspector", ["--experimental-network-inspection"]],
    ["profiler", ["--cpu-prof"]],
    ["profiler", ["--cpu-prof-name=a.cpuprofile"]],
    ["profiler", ["--heap-prof-interval=1"]],
    ["profiler", ["--prof"]],
    ["profiler", ["--trace-event-categories", "v8"]],
    ["watch", ["--watch"]],
    ["watch", ["--watch-path=src"]],
    ["environment", ["--env-file=.env"]],
    ["program", ["-e", "code()"]],
    ["program", ["-pe", "code()"]],
    ["program", ["--input-type=module"]],
    ["program", ["--title=x"]],
  ])("is for the %s: %j", (purpose, tokens) => {
    const flags = parseFlags(tokens);
    expect(flags.map(({ given }) => given)).toEqual([tokens]);
    expect(flags.map(purposeOf)).toEqual([purpose]);
    expect(flags.map(isPassedOn)).toEqual([purpose === "runtime" || purpose === "typescript"]);
  });
});

describe("the flags of an end", () => {
  it("are those of NODE_OPTIONS and of the command line, each once, in one form", () => {
    const flags = ownFlags(
      ["-C", "source", "--max_old_space_size=100", "--expose-gc", "--eval", "code()"],
      '--expose-gc --require "a b.cjs"',
    );
    expect(flags).toEqual([
      "--expose-gc",
      "--require=a b.cjs",
      "--conditions=source",
      "--max-old-space-size=100",
    ]);
  });

  it("differ only in what may change the numbers", () => {
    const own = ["--inspect=9229", "--import=tsx", `--require=${vitest}`, "--env-file=.env", "--expose-gc"];
    expect(flagsBeyond(own, [])).toEqual(["--expose-gc"]);
    expect(flagsBeyond(own, ["--expose-gc", "--max-old-space-size=9"])).toEqual([]);
    // Only the parent has the profiler.
    expect(flagsBeyond(["--cpu-prof", "--expose-gc"], ["--expose-gc"])).toEqual(["--cpu-prof"]);
  });
});
