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
