import assert from "node:assert/strict";
import { randomBytes } from "../../payload/random.js";
import { runBenchmark } from "../../run/run-benchmark.js";
import type { ConformanceCase } from "../conformance-case.js";

/** A complete benchmark with the adapter. */
export const wholeRun: readonly ConformanceCase[] = [
  {
    name: "carries a whole benchmark run",
    async run(createAdapter) {
      const payload = [randomBytes(0, 1), randomBytes(1_000, 2), randomBytes(200_000, 3)];
      const { status, timings } = await runBenchmark({
        adapters: [createAdapter()],
        payload,
        count: 12,
        warmupCount: 3,
        receiver: "inline",
      });
      const rounds = timings.flatMap((timing) => timing.rounds);
      assert.equal(status, "completed");
      assert.deepEqual(
        rounds.map(({ counts }) => counts),
        [
          {
            sent: 12,
            passed: 12,
            acknowledged: 12,
            failed: 0,
            dropped: 0,
            mostInFlight: 1,
            delivered: 12,
            lost: 0,
            undelivered: 0,
            duplicated: 0,
            reordered: 0,
            damaged: 0,
          },
        ],
        "every payload arrived once, unchanged and in order",
      );
    },
  },
];
