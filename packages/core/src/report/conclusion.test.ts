import { describe, expect, it } from "vitest";
import { buildComparison, buildEnd, buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { BenchmarkResult, RoundResult, Timing } from "../result/result.js";
import { summarize } from "../stats/summary.js";
import { formatComparison, formatComparisonTable, formatConclusion, formatText } from "./index.js";

/** Asserts what was concluded in each case, in one file. */
const golden = (name: string, cases: Readonly<Record<string, string>>) =>
  expect(
    Object.entries(cases)
      .map(([about, text]) => `--- ${about}\n${text}\n`)
      .join("\n"),
  ).toMatchFileSnapshot(`snapshots/conclusions-${name}.txt`);

/** A timing whose payloads take this time, plus or minus a tenth. */
const timing = (label: string, ms: number, more: Partial<RoundResult> = {}) =>
  buildTiming(label, buildRound([0.9 * ms, 0.95 * ms, ms, ms, 1.05 * ms, 1.1 * ms], more));

/** The same with replies that take this time. */
function replying(label: string, ms: number, serviceMs: number): Timing {
  const { rounds } = timing(label, ms);
  const times = { ...(rounds[0] as RoundResult).times, serviceMs: summarize(Array(6).fill(serviceMs)) };
  return timing(label, ms, { times });
}

const ws = timing("WebSocket", 1);
const conclude = (timings: readonly Timing[], more: Parameters<typeof buildResult>[1] = {}) =>
  formatConclusion(buildResult(timings, more));

describe("the conclusion of one round", () => {
  it("says what the round shows of two timings", async () => {
    await golden("two-timings", {
      "far apart": conclude([ws, timing("gRPC", 20)]),
      "far apart, the first one is slower": conclude([timing("gRPC", 1_234), ws]),
      close: conclude([ws, timing("gRPC", 1.3)]),
      "close, the other one is faster": conclude([ws, timing("gRPC", 0.5)]),
      equal: conclude([ws, timing("gRPC", 1)]),
      overlapping: conclude([ws, buildTiming("gRPC", buildRound([1, 20, 20, 20, 20]))]),
      "few payloads": conclude([ws, buildTiming("gRPC", buildRound([50]))]),
      "no ratio": conclude([ws, timing("gRPC", -1)]),
      "clocks that are not known": conclude([ws, timing("gRPC", 900, { clock })]),
      "a slow reply": conclude([ws, replying("gRPC", 1, 20)]),
      "the reply turns the order": conclude([replying("WebSocket", 1, 2), replying("gRPC", 1.3, 1.5)]),
      "one timing": conclude([ws]),
    });
  });

  it("leaves to the caller what to do next, if the caller says it", () => {
    for (const timings of [[ws], [ws, timing("gRPC", 1.3)], [ws, timing("gRPC", 20)]]) {
      const result = buildResult(timings);
      expect(formatConclusion(result)).toContain("`rounds`");
      const own = formatConclusion(result, { hint: "Do it again." });
      expect(own).not.toContain("`rounds`");
      expect(own).toMatch(/\. Do it again\.$/);
    }
  });

  it("says what the round shows of several timings", async () => {
    const three = [ws, timing("gRPC", 1.3), timing("JSON", 49)];
    await golden("several-timings", {
      three: conclude(three),
      "three, compared with the last": formatConclusion(buildResult(three), { ratioTo: "JSON" }),
      "all far apart": conclude([ws, timing("JSON", 49), timing("fast", 0.01)]),
      "labels with commas": conclude([ws, timing("ws, row 2", 1), timing("ws, row 3", 1)]),
      "all equal": conclude([ws, timing("ws 2", 1), timing("ws 3", 1)]),
      "everything at once": conclude([
        ...three,
        buildTiming("mixed", buildRound([1, 20, 20, 20, 20])),
        buildTiming("few", buildRound([50])),
        timing("negative", -1),
        replying("slow reply", 1, 20),
      ]),
    });
  });

  it("names no cause, even if an end noted a fact", () => {
    const masked = { senders: [buildEnd({ notes: ["masks in JavaScript"] })], receivers: [buildEnd()] };
    for (const ms of [0.02, 0.5, 1, 20]) {
      const result = buildResult([timing("WebSocket", ms, { ends: masked }), timing("gRPC", 1)]);
      expect(formatConclusion(result)).not.toContain("JavaScript");
      expect(formatComparison(result)).toContain("- Sender of WebSocket: masks in JavaScript\n");
    }
  });
});

describe("the conclusion of several rounds", () => {
  const several = (label: string, ms: number) =>
    buildTiming(
      label,
      [1, 1.1, 0.9].map((times, block) => buildRound([ms * times], { block })),
    );
  const conclusion = (labels: readonly string[], comparisons: BenchmarkResult["comparisons"]): string =>
    conclude([several("WebSocket", 1), ...labels.map((label) => several(label, 2))], { comparisons });
  const few = { rounds: 3, low: null, high: null, verdict: "undecided", roundsNeeded: 8 } as const;
  const undecided = { ratio: 1, low: 0.9, high: 1.1, verdict: "undecided", roundsNeeded: 30 } as const;
  const service = { by: "service", decides: false } as const;

  it("says when there are too few rounds, for any number of timings", async () => {
    const labels = ["a", "b", "c", "d", "e"];
    const of = (count: number) => {
      const compared = labels.slice(0, count);
      return conclusion(
        compared,
        compared.flatMap((label) => [
          buildComparison(label, few),
          buildComparison(label, { ...few, ...service }),
        ]),
      );
    };
    await golden("too-few-rounds", {
      two: of(1),
      three: of(2),
      six: of(5),
      "one that is not valid": conclusion(
        ["a", "b"],
        [buildComparison("a", few), buildComparison("b", clocks)],
      ),
      "labels with commas": conclusion(
        ["gRPC, unary", "gRPC, row 3"],
        [buildComparison("gRPC, unary", few), buildComparison("gRPC, row 3", few)],
      ),
    });
  });

  it("says so where the service time shows something else than the transmission time", async () => {
    const slower = buildComparison("gRPC", { ratio: 60, low: 50, high: 70, ...service });
    const valid = buildComparison("gRPC", { ratio: 0.5, low: 0.4, high: 0.6, verdict: "faster", ...service });
    await golden("service-time", {
      "two timings": conclusion(["gRPC"], [buildComparison("gRPC", undecided), slower]),
      "the same verdict, another ratio": conclusion(["gRPC"], [buildComparison("gRPC"), slower]),
      "the same": conclusion(["gRPC"], [buildComparison("gRPC"), buildComparison("gRPC", service)]),
      "rare long waits, and fewer payloads per second": conclusion(
        ["gRPC"],
        [
          buildComparison("gRPC", { ratio: 0.73, low: 0.69, high: 0.77, verdict: "faster" }),
          buildComparison("gRPC", { by: "p99", ratio: 4.3, low: 3.1, high: 4.9, verdict: "slower" }),
          buildComparison("gRPC", { by: "throughput", ratio: 0.9, low: 0.84, high: 0.97, verdict: "slower" }),
        ],
      ),
      "transmission times that are not valid": conclusion(["gRPC"], [buildComparison("gRPC", clocks), valid]),
      "several timings": conclusion(
        ["gRPC", "TCP"],
        [
          buildComparison("gRPC", undecided),
          buildComparison("TCP", undecided),
          buildComparison("TCP", { ...undecided, ...service }),
          slower,
        ],
      ),
    });
  });

  it("has one ratio for each timing in a report: that of the paired rounds", () => {
    const timings = [several("WebSocket", 1), several("gRPC", 2)];
    const result = buildResult(timings, { comparisons: [buildComparison("gRPC", { ratio: 1.7 })] });
    const text = formatText(result);
    expect(text.match(/x WebSocket(?!:)/g)).toHaveLength(1);
    expect(text.split("\n").filter((line) => line.startsWith("gRPC ") && line.includes("1.7"))).toHaveLength(
      1,
    );
    expect(formatComparisonTable(result)).not.toContain("x WebSocket");
  });

  it("never ranks a timing that is not whole, whatever a stored result says of it", () => {
    const { counts } = buildRound([1]);
    const lossy = buildTiming(
      "gRPC",
      [0, 1, 2].map((block) => buildRound([1], { block, counts: { ...counts, lost: block } })),
    );
    const result = buildResult([several("WebSocket", 1), several("TCP", 2), lossy], {
      status: "failed",
      comparisons: [
        buildComparison("TCP"),
        buildComparison("gRPC", { verdict: "faster", low: 0.4, high: 0.5 }),
      ],
    });
    const row = (label: string) =>
      formatText(result)
        .split("\n")
        .find((line) => line.startsWith(`${label} `));
    expect(row("gRPC")).toMatch(/invalid$/);
    expect(row("TCP")).toMatch(/slower$/);
    expect(formatConclusion(result).split("\n")[1]).toContain("lost");
  });
});

const clock = {
  kind: "ack-derived",
  because: "two hosts",
  halfRoundTripMs: 1,
  offsetMs: null,
  errorMs: null,
} as const;

const clocks = {
  ...({ ratio: null, low: null, high: null, pValue: null, verdict: "invalid" } as const),
  reason: { code: "CLOCK", message: "the clocks of the two ends are not known well enough" },
} as const;

describe("the conclusion of a run that is not whole", () => {
  const { counts } = buildRound([0.1, 0.1]);
  const lossy = (label: string, more: Partial<RoundResult["counts"]>) =>
    buildTiming(label, buildRound([0.1, 0.1], { counts: { ...counts, ...more } }));

  it("says what each timing lacks, and ranks nothing", async () => {
    const failed = { status: "failed" } as const;
    const unknown = { code: "DESCRIBE_FAILED", message: "it threw" } as const;
    const closed = { code: "LINK_CLOSED", message: "the link closed: the message is too large" } as const;
    const everything = { dropped: 1_000, failed: 2, lost: 3, undelivered: 4, duplicated: 5, damaged: 6 };
    await golden("not-whole", {
      "one timing lost a payload": conclude([ws, lossy("gRPC", { lost: 1 })], failed),
      "two timings, everything": conclude(
        [lossy("ws", everything), lossy("gRPC", { undelivered: 1 })],
        failed,
      ),
      "no report": conclude([lossy("ws", { lost: null, damaged: null })], failed),
      "nothing was due": conclude([buildTiming("ws", buildRound([]))], failed),
      "a link closed, the run went on": conclude(
        [timing("ws", 1, { status: "failed" }), timing("gRPC", 1)],
        failed,
      ),
      "a link closed, with a reason": conclude(
        [ws, timing("gRPC", 1, { status: "failed", errors: [unknown, closed] })],
        failed,
      ),
      "ended before the last adapter": conclude([ws], { ...failed, notRun: ["gRPC"] }),
      "the caller ended it between two rounds": conclude([ws], {
        status: "aborted",
        settings: { rounds: 6 },
      }),
      "nothing was measured": conclude([], { ...failed, notRun: ["ws", "gRPC"] }),
    });
  });

  it("does not call six rounds six if the run ended early", () => {
    const heading = (more: Parameters<typeof buildResult>[1]) =>
      formatComparison(buildResult([ws], { settings: { rounds: 6 }, ...more })).split("\n")[0];
    expect(heading({ status: "aborted" })).toMatch(/ 1 round of .*, ended early/);
    expect(heading({ status: "failed", notRun: ["gRPC"] })).toContain("ended early");
  });

  it("shows no ratio of a timing with losses, so that it cannot look faster", () => {
    const ratios = (timings: readonly Timing[]) =>
      formatComparisonTable(buildResult(timings, { status: "failed" }))
        .split("\n")
        .slice(4, 7)
        .map((line) => line.split(/ {2,}/).at(-1));
    expect(ratios([ws, timing("TCP", 2), lossy("gRPC", { lost: 1 })])).toEqual(["1.00", "2.0", "-"]);
    expect(ratios([lossy("gRPC", { failed: 1 }), ws, timing("TCP", 2)])).toEqual(["-", "-", "-"]);
  });

  it("ranks nothing if a stored result calls itself completed and is not whole", () => {
    expect(conclude([ws, lossy("gRPC", { lost: 1 })])).toBe(
      conclude([ws, lossy("gRPC", { lost: 1 })], { status: "failed" }),
    );
  });
});
