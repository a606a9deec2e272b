import assert from "node:assert/strict";
import { randomBytes } from "../../options/payload-option.js";
import { runBenchmark } from "../../run/run-benchmark.js";
import type { ConformanceCase } from "../conformance-case.js";

/** The adapter as a user has it. */
export const wholeRun: readonly ConformanceCase[] = [
  {
    name: "carries a whole benchmark run",
    async run(createAdapter) {
      const payload = [randomBytes(0, 1), randomBytes(1_000, 2), randomBytes(200_000, 3)];
      const { timings } = await runBenchmark({
        adapters: [createAdapter()],
        payload,
        count: 12,
        warmupCount: 3,
        receiver: "inline",
      });
      assert.deepEqual(
        timings.map(({ counts, status }) => ({ ...counts, status })),
        [
          {
            status: "completed",
            sent: 12,
            acknowledged: 12,
            failed: 0,
            dropped: 0,
            mostInFlight: 1,
            lost: 0,
            undelivered: 0,
            duplicated: 0,
            reordered: 0,
            damaged: 0,
          },
        ],
        "every payload arrived once, whole and in order",
      );
    },
  },
];
