import { runBenchmark, typicalRound } from "@wireduel/core";
import { expect, it } from "vitest";
import { tcp } from "./adapter.js";

const { header } = process.report.getReport() as {
  readonly header: { readonly glibcVersionRuntime?: string };
};
const PAGES_OF_A_PAYLOAD = 244;

// Other C libraries do not have the limits that it raises.
it.runIf(header.glibcVersionRuntime)(
  "receives a large payload, tuned and in new processes, without taking its memory from the kernel each time",
  { timeout: 60_000 },
  async () => {
    const { timings } = await runBenchmark({
      adapters: [tcp({ profile: "tuned" })],
      payload: { sizeBytes: 1_000_000 },
      count: 150,
      warmupCount: 80,
      rounds: 2,
    });
    for (const timing of timings) {
      const { senders, receivers } = typicalRound(timing).ends;
      for (const { resources } of [...senders, ...receivers]) {
        expect(resources?.minorFaultsPerPayload).toBeLessThan(PAGES_OF_A_PAYLOAD / 4);
      }
    }
  },
);

it("is noted at the end of a later adapter that did not ask for it", async () => {
  const { timings } = await runBenchmark({
    adapters: [tcp(), tcp({ keepMemory: true }), tcp({ label: "later" })],
    payload: { sizeBytes: 100 },
    count: 2,
  });
  const ends = timings.map((timing) => typicalRound(timing).ends);
  // One process sends for all adapters. Each has a receiver of its own.
  expect(ends.map(({ senders }) => senders[0]?.notes.length)).toEqual([0, 0, 1]);
  expect(ends.map(({ receivers }) => receivers[0]?.notes.length)).toEqual([0, 0, 0]);
});
