import { describe, expect, it } from "vitest";
import { buildProvenance } from "../../fixtures/build-result.js";
import { formatJson } from "../../report/index.js";
import type { BenchmarkResult } from "../../result/result.js";
import { compareResults } from "./compare-results.js";
import { base, head, refusalOf, run, timing } from "./fixtures/two-runs.js";

const deciding = (...args: Parameters<typeof compareResults>) =>
  compareResults(...args).comparisons.find(({ decides }) => decides);

describe("compareResults", () => {
  it("says by how much head differs from base", () => {
    const { comparisons, ...about } = compareResults(base, head);
    expect(about).toMatchObject({
      base: { id: "base", startedAt: base.startedAt, commit: null },
      head: { id: "head" },
      paired: false,
      decideBy: "transmission",
      margin: 0.05,
      permitted: [],
    });
    expect(comparisons[0]).toMatchObject({
      label: "ws",
      to: "ws",
      by: "transmission",
      decides: true,
      rounds: 8,
      paired: false,
      verdict: "slower",
    });
    expect(comparisons[0]?.ratio).toBeCloseTo(2, 2);
    expect(deciding(head, base)?.verdict).toBe("faster");
    expect(deciding(base, run("head", [timing("ws", 1)]))).toMatchObject({ verdict: "same" });
  });

  it("takes rounds of any length, if both runs chose it themselves", () => {
    const chosen = (id: string, durationMs: number, lengthChosen: boolean) => {
      const load = { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: null, durationMs } as const;
      return run(id, [timing("ws", 1, { load })], { settings: { lengthChosen } });
    };
    expect(deciding(chosen("base", 500, true), chosen("head", 800, true))?.verdict).toBe("same");
    const given = () => compareResults(chosen("base", 500, false), chosen("head", 800, false));
    expect(refusalOf(given).message).toContain("\n- load: ");
  });

  it("takes results as text", () => {
    expect(compareResults(formatJson(base), formatJson(head))).toEqual(compareResults(base, head));
    expect(refusalOf(() => compareResults("nonsense", head)).code).toBe("INVALID_RESULT");
  });

  it("compares every adapter by every measure that both have", () => {
    const both = (id: string) => run(id, [timing("ws", 1), timing("grpc", 3)]);
    const { comparisons } = compareResults(both("base"), both("head"));
    expect(comparisons.map(({ label, to, by }) => `${label} ${to} ${by}`)).toEqual(
      ["transmission", "service"].flatMap((by) => [`ws ws ${by}`, `grpc grpc ${by}`]),
    );
  });

  it("decides by the measure and the margin of the runs, or by those that are given", () => {
    const settings = { decideBy: "service", margin: 0.5 } as const;
    const pair = [run("base", base.timings, { settings }), run("head", base.timings, { settings })] as const;
    expect(compareResults(...pair)).toMatchObject(settings);
    expect(compareResults(...pair, { decideBy: "transmission", margin: 0.1 })).toMatchObject({
      decideBy: "transmission",
      margin: 0.1,
    });
    // The runs may differ in what is given.
    expect(refusalOf(() => compareResults(base, pair[1])).code).toBe("NOT_COMPARABLE");
    expect(compareResults(base, pair[1], { decideBy: "transmission", margin: 0.1 }).permitted).toEqual([]);
  });

  it("shares the allowed error among the cells of a matrix", () => {
    const cell = (id: string, ms: number, cells: number) =>
      run(id, [timing("ws", ms)], { settings: { cells } });
    const rounds = { mayDiffer: ["rounds"] } as const;
    const alone = deciding(cell("base", 1, 1), cell("head", 2, 1), rounds);
    const oneOfNine = deciding(cell("base", 1, 9), cell("head", 2, 9), rounds);
    expect(oneOfNine?.pValue).toBeCloseTo(9 * (alone?.pValue ?? Number.NaN), 9);
    expect([alone?.verdict, oneOfNine?.verdict]).toEqual(["slower", "undecided"]);
    expect(refusalOf(() => compareResults(cell("base", 1, 9), cell("head", 2, 9))).message).toContain(
      "rounds",
    );
  });

  it("matches adapters that were renamed", () => {
    const renamed = run("head", [timing("WebSocket", 2)]);
    expect(refusalOf(() => compareResults(base, renamed)).code).toBe("NOT_COMPARABLE");
    expect(deciding(base, renamed, { match: { ws: "WebSocket" } })).toMatchObject({
      label: "WebSocket",
      to: "ws",
      verdict: "slower",
    });
  });

  it.each([
    [{ match: { "no label": "ws" } }],
    [{ match: { ws: "no label" } }],
    [{ mayDiffer: ["colour"] }],
    [{ mayDiffer: "machine" }],
    [{ margin: 2 }],
    [{ decideBy: "colour" }],
    [{ maydiffer: [] }],
  ])("refuses the options %j", (options) => {
    expect(refusalOf(() => compareResults(base, head, options as never)).code).toBe("INVALID_OPTION");
  });

  it("refuses two matches with one adapter of head", () => {
    const two = run("base", [timing("a", 1), timing("b", 1)]);
    const match = { a: "ws", b: "ws" };
    expect(refusalOf(() => compareResults(two, head, { match })).code).toBe("INVALID_OPTION");
  });
});

describe("two adapters of one run", () => {
  // What the machine did in a block, it did to both.
  const slow = [1, 5, 2, 9, 3, 7, 4, 8, 6, 2, 9, 1];
  const of = (label: string, factor: number) => timing(label, factor, {}, {}, slow);
  const one = run("one", [of("main", 1), of("branch", 1.1), of("other", 1)]);

  it("are compared block by block", () => {
    const { paired, comparisons } = compareResults(one, one, { match: { main: "branch" } });
    expect(paired).toBe(true);
    expect(comparisons[0]).toMatchObject({ label: "branch", to: "main", paired: true, verdict: "slower" });
    expect(comparisons[0]?.low).toBeCloseTo(1.1, 9);
    expect(comparisons.map(({ by }) => by)).toEqual(["transmission", "service"]);
    // In two runs, the same numbers show nothing.
    const other = { ...one, provenance: buildProvenance({ id: "other" }), timings: one.timings.toReversed() };
    expect(deciding(one, other, { match: { main: "branch", branch: "main" } })?.paired).toBe(false);
  });

  it("have a share of the level, if a rule decided when the run ended", () => {
    const settings = { roundsRule: { min: 6, max: 30, until: 0.05 } };
    const ruled = { ...one, settings: { ...one.settings, ...settings } };
    const pValue = (result: BenchmarkResult) =>
      compareResults(result, result, { match: { main: "branch" } }).comparisons[0]?.pValue;
    expect(pValue(ruled)).toBeGreaterThan(pValue(one) ?? Number.NaN);
  });

  it("must be named, and may have been measured on a busy machine", () => {
    expect(refusalOf(() => compareResults(one, one)).code).toBe("NOT_COMPARABLE");
    const busy: BenchmarkResult = { ...one, warnings: [{ code: "BUSY_MACHINE", message: "busy" }] };
    expect(compareResults(busy, busy, { match: { main: "branch" } }).permitted).toEqual([]);
  });
});
