// The program that `pnpm bench progress` runs on a pseudo terminal: two equal adapters, and live progress in a part of the time.
import { writeFileSync } from "node:fs";
import { tcp } from "@wireduel/adapter-tcp";
import { type BenchmarkResult, runBenchmark } from "@wireduel/core";
import { startProgress } from "../internals.js";
import {
  geometricMean,
  type Interval,
  isDrawn,
  type ProgressMeasured,
  type ProgressOrder,
  ROUND_MS,
} from "./plan.js";

const order = JSON.parse(process.argv[2] ?? "") as ProgressOrder;
const { mode, payloadBytes, rounds, resultPath } = order;

let frames = 0;
let timeMs = 0;
const { events, stop } = startProgress(
  {
    out: () => {},
    err(text) {
      frames++;
      process.stderr.write(text);
    },
    stdout: process.stdout,
    stderr: process.stderr,
    argv: [],
    env: process.env,
    cwd: process.cwd(),
    signal: new AbortController().signal,
    onSignal: () => {},
  },
  // A clock that runs fast: no frame is left out.
  mode === "each-slice" ? { now: () => (timeMs += 1_000) } : {},
);

const result = await runBenchmark({
  adapters: [tcp({ label: "A" }), tcp({ label: "B" })],
  payload: { sizeBytes: payloadBytes },
  load: { kind: "closed-loop", durationMs: ROUND_MS },
  rounds,
  events: {
    pause(event) {
      if (isDrawn(mode, event)) events.pause(event);
    },
    round: events.round,
    block: events.block,
  },
});
stop();
if (frames === 0) throw new Error("nothing was drawn: stderr is no terminal");
writeFileSync(resultPath, JSON.stringify(measured(result)));

function measured({ comparisons, timings }: BenchmarkResult): ProgressMeasured {
  const compared = (measure: "transmission" | "p99"): Interval => {
    const { ratio = null, low = null, high = null } = comparisons.find(({ by }) => by === measure) ?? {};
    return { ratio, low, high };
  };
  const blocks = Array.from({ length: rounds }, (_, block) =>
    geometricMean(timings.map((timing) => timing.rounds[block]?.times.transmissionMs?.p50 ?? Number.NaN)),
  );
  return { mode, frames, rounds, equal: compared("transmission"), p99: compared("p99"), blocks };
}
