import { describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { typicalRound } from "../result/typical-round.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { compareOneRound } from "../verdict/one-round.js";
import { formatConclusion, formatText } from "./index.js";

describe("the report of a real run", { timeout: 60_000 }, () => {
  it("does not let a receiver that replies late look like one that replies at once", async () => {
    const result = await runBenchmark({
      adapters: [chaos({ label: "at once" }), chaos({ label: "late", replyAfterMs: 500 })],
      payload: { sizeBytes: 1_000 },
      count: 4,
      warmupCount: 0,
      receiver: "inline",
    });
    const [atOnce, late] = result.timings.map(typicalRound);
    if (!atOnce || !late) throw new Error("not measured");
    const service = compareOneRound(late, atOnce, "serviceMs");
    expect(service?.ratio).toBeGreaterThan(10);
    expect(service?.shows).toBe("far-apart");

    // The transmission time shows nothing of it, so the conclusion must name the ratio of the service time.
    expect(formatConclusion(result)).toContain(
      ` ${Math.round(service?.ratio ?? 0).toLocaleString("en-US")} times`,
    );
    const table = formatText(result).split("=== Comparison")[1] ?? "";
    expect(table).toMatch(/^late .* 5\d\d /m);
  });
});
