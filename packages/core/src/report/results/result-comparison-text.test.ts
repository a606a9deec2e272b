import { describe, expect, it } from "vitest";
import { buildComparison } from "../../fixtures/build-result.js";
import type { ResultComparison } from "../../verdict/results/result-comparison.js";
import { formatResultComparison, formatResultComparisonMarkdown } from "./result-comparison-text.js";

const of = (label: string, more: Parameters<typeof buildComparison>[1]) =>
  buildComparison(label, { to: label, rounds: 12, paired: false, ...more });

const slower = { ratio: 1.05, low: 1.03, high: 1.08, verdict: "slower" } as const;
const same = { ratio: 1, low: 0.98, high: 1.02, verdict: "same" } as const;

const result: ResultComparison = {
  base: { id: "1", startedAt: "2026-01-01T10:00:00.000Z", commit: "0123456789abcdef" },
  head: { id: "2", startedAt: "2026-01-02T11:30:00.000Z", commit: null },
  paired: false,
  decideBy: "transmission",
  margin: 0.05,
  comparisons: [
    of("WebSocket", slower),
    of("gRPC", same),
    of("WebSocket", { by: "cpu", ratio: 0.9, low: 0.8, high: 0.95, verdict: "faster" }),
    of("gRPC", { by: "cpu", ratio: 1, low: null, high: null, verdict: "undecided" }),
  ],
  permitted: [
    { name: "libraries", of: "WebSocket", what: "receiver.libraries.ws", base: "8.18.0", head: "8.23.0" },
    { name: "kernel", of: null, what: "kernel", base: "6.1", head: null },
  ],
};

const golden = (name: string, text: string) =>
  expect(text.endsWith("\n") ? text : `${text}\n`).toMatchFileSnapshot(`../snapshots/${name}.txt`);

describe("formatResultComparison", () => {
  it("begins with a verdict on each adapter, as text and as Markdown", async () => {
    await golden("results", formatResultComparison(result));
    await golden("results-markdown", formatResultComparisonMarkdown(result));
  });

  it("names the cell of two matrices in its heading", () => {
    const of = "10 kB, wan";
    for (const written of [
      formatResultComparison(result, { of }),
      formatResultComparisonMarkdown(result, { of }),
    ]) {
      expect(written.split("\n")[0]).toContain(of);
    }
    expect(() => formatResultComparison(result, { off: of } as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });

  it("names the labels of adapters that were matched in one run", async () => {
    const matched = buildComparison("branch", { to: "main", rounds: 12, ...slower });
    await golden(
      "results-of-one-run",
      formatResultComparison({ ...result, paired: true, permitted: [], comparisons: [matched] }),
    );
  });
});
