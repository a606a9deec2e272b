import { describe, expect, it } from "vitest";
import { buildAxes, buildMatrix } from "../../fixtures/build-matrix.js";
import { buildComparison, buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { FastestOfCell, MatrixCell } from "../../result/matrix.js";
import type { Measure, Verdict } from "../../verdict/comparison.js";
import { type ComparedCell, crossoversOf } from "../../verdict/crossover.js";
import { formatMatrix } from "./matrix-text.js";
import { crossoversInWords, fastestInWords, hasTooFewRounds } from "./matrix-words.js";

const golden = (name: string, cases: Readonly<Record<string, string>>) =>
  expect(
    `${Object.entries(cases)
      .map(([about, text]) => `${about}: ${text}`)
      .join("\n")}\n`,
  ).toMatchFileSnapshot(`../snapshots/matrix-${name}.txt`);

const SIZES = [100, 1_000, 10_000, 282_531, 1_000_000];

/** The sentence about gRPC and WebSocket with these verdicts, from the smallest size on. */
function crossover(verdicts: readonly Verdict[], by: Measure = "transmission"): string {
  const axes = buildAxes(SIZES.slice(0, verdicts.length));
  const cells = verdicts.map(
    (verdict, payload): ComparedCell => ({
      payload,
      network: 0,
      load: 0,
      comparisons: [buildComparison("gRPC", { verdict, by, decides: true })],
    }),
  );
  const crossovers = crossoversOf(axes.payloads, cells);
  return crossoversInWords(buildMatrix(axes, [], { crossovers }), 0, 0).join(" ");
}

/** The sentence about these cells. */
function fastest(
  cells: readonly (readonly [FastestOfCell["verdict"], ...string[]])[],
  decideBy: Measure = "transmission",
) {
  const { settings } = buildResult([]);
  const list = cells.map(([verdict, ...labels], cell) => ({
    cell,
    by: decideBy,
    verdict,
    labels,
    invalid: [],
  }));
  const matrix = buildMatrix(buildAxes(SIZES), [], { settings: { ...settings, decideBy }, fastest: list });
  return fastestInWords(matrix) ?? "nothing";
}

describe("the words of a matrix", () => {
  it("say that there are too few rounds, if nothing was compared", () => {
    const measured = buildResult(["ws", "gRPC"].map((label) => buildTiming(label, buildRound([1]))));
    const matrix = buildMatrix(buildAxes([100]), [measured]);
    expect(hasTooFewRounds(matrix.cells[0] as MatrixCell)).toBe(true);
    expect(fastestInWords(matrix)).toMatch(/^Undecided: /);
    expect(fastestInWords(buildMatrix(buildAxes([100]), []))).toBeNull();
    expect(formatMatrix(matrix)).toMatch(/^-: /m);
  });

  it("say how a pair compares along the sizes", async () => {
    await golden("crossovers", {
      "one size": crossover(["faster"]) || "nothing",
      "nothing shown": crossover(["undecided", "invalid"]),
      constant: crossover(["slower", "slower"]),
      "constant, some undecided": crossover(["slower", "undecided", "slower"]),
      "constant, the same": crossover(["same", "same"]),
      turns: crossover(["faster", "faster", "slower"]),
      "turns, undecided between": crossover(["slower", "undecided", "undecided", "faster"]),
      "turns through the same": crossover(["faster", "same", "same", "slower", "slower"]),
      "turns to the same": crossover(["slower", "slower", "same"]),
      "not monotone": crossover(["faster", "slower", "faster"]),
      throughput: crossover(["faster", "slower"], "throughput"),
      "CPU time": crossover(["faster", "slower"], "cpu"),
    });
  });

  it("say which adapter is fastest in how many cells", async () => {
    await golden("fastest", {
      all: fastest([
        ["one", "gRPC"],
        ["one", "gRPC"],
      ]),
      "one cell": fastest([["one", "gRPC"]]),
      several: fastest([
        ["one", "gRPC"],
        ["one", "TCP"],
        ["one", "gRPC"],
        ["same", "gRPC", "TCP"],
        ["undecided", "gRPC", "TCP"],
        ["unknown"],
      ]),
      none: fastest([["undecided", "gRPC", "TCP"]]),
      "by CPU time": fastest([["one", "gRPC"], ["unknown"]], "cpu"),
      "not measured": fastest([["unknown"]]),
    });
  });
});
