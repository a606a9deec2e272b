import type { BenchmarkResult, Comparison, MatrixResult } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { hintOf, matrixHintOf } from "./hint.js";

const comparison = (more: Partial<Comparison>) =>
  ({ decides: true, verdict: "undecided", rounds: 10, roundsNeeded: 20, ...more }) as Comparison;
const result = (more: Partial<BenchmarkResult>) =>
  ({
    status: "completed",
    settings: { budgetMs: 60_000 },
    durationMs: 60_000,
    timings: [],
    comparisons: [],
    explanations: [],
    ...more,
  }) as BenchmarkResult;
const faster = comparison({ verdict: "faster", roundsNeeded: null });
const unexplained = [{ slower: "gRPC", causes: [] }] as unknown as BenchmarkResult["explanations"];

describe("the hint after a run", () => {
  it.each([
    [1, "7s"],
    [20, "3m"],
    [200, "22m"],
    [2_000, "4h"],
  ])("for about %i rounds is a budget of %s", (roundsNeeded, budget) => {
    expect(hintOf(result({ comparisons: [comparison({ roundsNeeded })] }), {})).toContain(
      `--budget ${budget}`,
    );
  });

  it("is a number of rounds if that was given", () => {
    const settings = { budgetMs: null } as BenchmarkResult["settings"];
    const of = (roundsNeeded: number) =>
      hintOf(result({ settings, comparisons: [comparison({ roundsNeeded })] }), {});
    expect(of(59)).toContain("--rounds 59");
    expect(of(2_000)).toBeUndefined();
  });

  it("is the budget of the pair that needs the most", () => {
    const comparisons = [comparison({}), comparison({ roundsNeeded: 40 }), faster];
    expect(hintOf(result({ comparisons }), {})).toContain("--budget 5m");
  });

  it.each<[string, Partial<BenchmarkResult>]>([
    ["there is one adapter", {}],
    ["all is decided", { comparisons: [faster] }],
    ["nobody knows how many rounds would decide", { comparisons: [comparison({ roundsNeeded: null })] }],
    ["it would take more than a day", { comparisons: [comparison({ roundsNeeded: 1_000_000 })] }],
    ["the run failed", { status: "failed", comparisons: [comparison({})] }],
    ["another measure is undecided", { comparisons: [comparison({ decides: false })] }],
  ])("is none if %s", (_, more) => {
    expect(hintOf(result(more), {})).toBeUndefined();
  });

  it("of a single round is to measure more", () => {
    const timings = [{}, {}] as unknown as BenchmarkResult["timings"];
    expect(hintOf(result({ timings }), {})).toContain("--rounds");
    expect(hintOf(result({ timings }), { quick: true })).toContain("--quick");
  });

  it("of one adapter in a single round is how much rounds differ", () => {
    const timings = [{}] as unknown as BenchmarkResult["timings"];
    const settings = { rounds: 1, budgetMs: null } as BenchmarkResult["settings"];
    expect(hintOf(result({ timings, settings }), {})).toContain("--rounds");
  });

  it("after a message that was too large is the option of its adapter", () => {
    const message =
      "Received message larger than max; the option `maxBytes` of grpc() allows larger messages";
    const payload = { replyBytes: 0, sources: [{ mostBytes: 5_000_000 }] };
    const timings = [{ payload, rounds: [{ errors: [] }, { errors: [{ message }] }] }];
    const failed = result({ status: "failed", timings: timings as unknown as BenchmarkResult["timings"] });
    expect(hintOf(failed, {})).toContain("grpc:maxBytes=32MiB");
  });

  it("of a matrix without enough rounds is to take longer", () => {
    const cell = { result: result({ timings: [{}, {}] as unknown as BenchmarkResult["timings"] }) };
    const settings = { budgetMs: 9_000 };
    const matrix = { status: "completed", cells: [cell], fastest: [], settings } as unknown as MatrixResult;
    expect(matrixHintOf(matrix, { quick: true })).toContain("--quick");
    expect(matrixHintOf(matrix, {})).toContain("--budget");
    expect(matrixHintOf({ ...matrix, cells: [] }, { quick: true })).toBeUndefined();
  });

  it.each([
    ["undecided", 9_000, "--budget"],
    ["undecided", null, "--rounds"],
    ["same", 9_000, undefined],
  ] as const)(
    "of a matrix with a cell that is %s, and a budget of %s ms, names %s",
    (verdict, budgetMs, flag) => {
      const matrix = { status: "completed", cells: [], fastest: [{ verdict }], settings: { budgetMs } };
      const hint = matrixHintOf(matrix as unknown as MatrixResult, {});
      expect([hint?.includes("--budget"), hint?.includes("--rounds")]).toEqual(
        flag === undefined ? [undefined, undefined] : [flag === "--budget", flag === "--rounds"],
      );
    },
  );

  it("after a quick look is to take longer", () => {
    const hint = hintOf(result({ comparisons: [comparison({})] }), { quick: true });
    expect(hint).toContain("--quick");
  });

  it("of a difference without a cause is to look for it, once", () => {
    const differs = result({ comparisons: [faster], explanations: unexplained });
    expect(hintOf(differs, {})).toContain("--explain");
    expect(hintOf(differs, { explain: true })).toBeUndefined();
  });
});
