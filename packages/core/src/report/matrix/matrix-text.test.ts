import { describe, expect, it } from "vitest";
import { buildAxes, buildMatrix } from "../../fixtures/build-matrix.js";
import { buildComparison, buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { MatrixResult } from "../../result/matrix.js";
import type { BenchmarkResult, Comparison } from "../../result/result.js";
import { formatMatrix, formatMatrixMarkdown } from "./matrix-text.js";

const late = { code: "LATE_REPLIES", message: "2 replies came late" } as const;

/** Six rounds of each adapter in a cell, with these verdicts. */
function cell(comparisons: readonly Comparison[], labels = ["WebSocket", "gRPC", "TCP"]): BenchmarkResult {
  const timings = labels.map((label, index) =>
    buildTiming(
      label,
      [0, 1, 2, 3, 4, 5].map((block) =>
        buildRound([1 + index + block / 10], { block, warnings: label === "TCP" ? [late] : [] }),
      ),
    ),
  );
  return buildResult(timings, { comparisons });
}

const faster = { ratio: 0.6, low: 0.5, high: 0.7, verdict: "faster" } as const;
const undecided = { ratio: 1, low: 0.9, high: 1.2, verdict: "undecided" } as const;
const lost = { code: "NOT_WHOLE", message: "3 payloads were lost" } as const;
const invalid = { ratio: null, low: null, high: null, verdict: "invalid", reason: lost } as const;
const service = buildComparison("gRPC", { by: "service", decides: false });

const results = [
  cell([buildComparison("gRPC"), buildComparison("TCP", faster), service]),
  cell([buildComparison("gRPC", undecided), buildComparison("TCP", faster)]),
  cell([buildComparison("gRPC", faster), buildComparison("TCP", invalid)]),
];
const base = { by: "transmission", invalid: [] } as const;
const fastest: MatrixResult["fastest"] = [
  { ...base, cell: 0, verdict: "one", labels: ["TCP"] },
  { ...base, cell: 1, verdict: "undecided", labels: ["gRPC", "TCP"] },
  { ...base, cell: 2, verdict: "same", labels: ["WebSocket", "gRPC"] },
];
const golden = (name: string, text: string) =>
  expect(text.endsWith("\n") ? text : `${text}\n`).toMatchFileSnapshot(`../snapshots/matrix-${name}.txt`);

describe("formatMatrix", () => {
  it("has a table for each network, with a verdict in each cell", async () => {
    const matrix = buildMatrix(buildAxes([100, 1_000_000], ["none", "wan"]), results, {
      fastest,
      status: "failed",
    });
    const [last] = matrix.cells.slice(-1);
    const failed = {
      ...(last as NonNullable<typeof last>),
      status: "failed",
      error: { code: "LISTEN_FAILED", message: "port 1 is in use" },
    } as const;
    const whole = { ...matrix, cells: [...matrix.cells.slice(0, -1), failed] };
    await golden("text", formatMatrix(whole));
    await golden("markdown", formatMatrixMarkdown(whole));
  });

  it("says how many senders and receivers each cell has, if there are several", () => {
    const matrix = buildMatrix(buildAxes([100]), results.slice(0, 1));
    const headOf = (more: object) =>
      formatMatrix({ ...matrix, settings: { ...matrix.settings, ...more } }).split("\n")[0];
    expect(headOf({})).toMatch(/: 1 cell ===$/);
    expect(headOf({ senders: 4 })).toMatch(/: 1 cell, each with 4 senders ===$/);
    expect(headOf({ senders: 4, receivers: 2 })).toMatch(/, each with 4 senders and 2 receivers ===$/);
  });

  it("has a column for each pair if every pair was compared, and says that it ended early", async () => {
    const all = cell([
      buildComparison("gRPC"),
      buildComparison("TCP", faster),
      buildComparison("TCP", { to: "gRPC", ...faster }),
    ]);
    const { settings } = all;
    const matrix = buildMatrix(buildAxes([100, 200]), [all], {
      settings: { ...settings, reference: "all" },
      status: "aborted",
    });
    await golden("all-pairs", formatMatrix(matrix));
  });

  it("refuses what is not a matrix", () => {
    for (const format of [formatMatrix, formatMatrixMarkdown]) {
      expect(() => format(results[0] as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    }
  });
});
