import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseMatrix, parseResult } from "@wireduel/core";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { mistakesIn, mistakesInMatrix } from "../internals.js";
import { type Cli, commandIt as it } from "../test-internals.js";

/** What each stored result of a command has that does not add up, by the name of its file. */
async function mistakesByFile(cli: Cli, out: string): Promise<Record<string, string[]>> {
  const [folder = ""] = readdirSync(cli.path(out));
  const files = readdirSync(cli.path(out, folder)).filter((name) => name.endsWith(".json"));
  const mistakes = files.map(async (file): Promise<[string, string[]]> => {
    const text = cli.read(out, folder, file);
    const isMatrix = file === "matrix.json";
    return [file, await (isMatrix ? mistakesInMatrix(parseMatrix(text)) : mistakesIn(parseResult(text)))];
  });
  return Object.fromEntries(await Promise.all(mistakes));
}

const ends = fc.record({
  adapters: fc.constantFrom(["ws", "grpc"], ["tcp", "grpc:call=unary"], ["ws:direction=push", "tcp"]),
  load: fc.constantFrom(
    ["--count", "20"],
    ["--rate", "300/s", "--duration", "100ms"],
    ["--concurrency", "8", "--count", "200"],
  ),
  // In the middle of a round, or between two.
  afterMs: fc.integer({ min: 0, max: 500 }),
});

describe.concurrent("what a command stored adds up", { timeout: 600_000 }, () => {
  const cases = (["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const).flatMap((signal) => [
    {
      signal,
      what: "a run",
      size: "100",
      left: signal === "SIGKILL" ? "result.partial.json" : "result.json",
    },
    { signal, what: "a matrix", size: "100,70kB", left: "matrix.json" },
  ]);

  it.for(cases)("after $signal in $what, at a random time", async ({ signal, size, left }, { cli }) => {
    const property = fc.asyncProperty(ends, async ({ adapters, load, afterMs }) => {
      const args = [...adapters, "--size", size, "--rounds", "1000", ...load, "--out", "results"];
      const running = cli.start(args);
      await running.announces(/block [1-9]/i);
      await pause(afterMs);
      if (signal === "SIGKILL") running.child.kill(signal);
      else running.signalGroup(signal);
      await running.finished;
      expect(await mistakesByFile(cli, "results")).toEqual({ [left]: [] });
    });
    await fc.assert(property, { numRuns: 1, endOnFailure: true });
  });
});
