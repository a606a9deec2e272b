// A program that sends to a receiver server, and then for as long as that takes. It prints a line when its first payload was
// answered, and at the end how the run ended. Its arguments are a subject and options of the run.
import { type BenchmarkOptions, runBenchmark, WireduelError } from "@wireduel/core";
import { SUBJECTS } from "../subjects.js";

const [, , name, options = "{}"] = process.argv;
const subject = SUBJECTS.find((one) => one.name === name);
if (subject === undefined) throw new Error(`there is no subject ${name}`);
let first = true;
try {
  const { status, timings } = await runBenchmark({
    payload: { sizeBytes: 10_000, seed: 3 },
    load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 20, count: 100 },
    warmupCount: 0,
    events: {
      transmission() {
        if (first) console.log("sends");
        first = false;
      },
    },
    adapters: [subject.adapter()],
    ...(JSON.parse(options) as Partial<BenchmarkOptions>),
  } as BenchmarkOptions);
  console.log(JSON.stringify({ status, failed: timings[0]?.rounds[0]?.counts.failed }));
} catch (error) {
  if (!(error instanceof WireduelError)) throw error;
  const { code, result } = error;
  const kept = (result?.timings[0]?.rounds[0]?.counts.acknowledged ?? 0) > 0;
  console.log(JSON.stringify({ code, status: result?.status, kept }));
}
