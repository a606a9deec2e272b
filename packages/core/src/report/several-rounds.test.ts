import { describe, expect, it } from "vitest";
import { buildComparison, buildEnd, buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { BenchmarkResult, Comparison, RoundResult } from "../result/result.js";
import { explain } from "../verdict/why/explain.js";
import { formatConclusion, formatMarkdown, formatText } from "./index.js";

const noun = "image";
const masked = { senders: [buildEnd({ notes: ["masks in JavaScript"] })], receivers: [buildEnd()] };

/** These files are the only place where tests assert the wording of reports. */
const golden = (name: string, text: string) =>
  expect(`${text}\n`).toMatchFileSnapshot(`snapshots/${name}.txt`);

/** Six rounds: WebSocket takes about 1 ms, the others a multiple of that. */
const sixRounds = (label: string, times: number, more: Partial<RoundResult> = {}) =>
  buildTiming(
    label,
    [1, 1.1, 0.9, 1.2, 1, 1.3].map((ms, block) => buildRound([times * ms], { block, ...more })),
  );

const invalid = {
  ...({ ratio: null, low: null, high: null, pValue: null, verdict: "invalid" } as const),
  reason: { code: "NOT_WHOLE", message: "3 payloads of a faulty one were lost, in block 2" },
} as const;

const rounds = (
  comparisons: readonly Comparison[],
  labels: readonly string[] = ["gRPC"],
  settings: Partial<BenchmarkResult["settings"]> = {},
) =>
  buildResult([sixRounds("WebSocket", 1, { ends: masked }), ...labels.map((label) => sixRounds(label, 2))], {
    comparisons,
    settings,
  });

describe("formatText of several rounds", () => {
  const others = [
    buildComparison("gRPC", { by: "service", decides: false, ratio: 2, low: 1.9, high: 2.1 }),
    buildComparison("gRPC", {
      by: "p99",
      decides: false,
      ratio: 1.2,
      low: 0.8,
      high: 1.8,
      verdict: "undecided",
    }),
    buildComparison("gRPC", {
      by: "cpu",
      decides: false,
      ratio: 0.6,
      low: 0.5,
      high: 0.7,
      verdict: "faster",
    }),
  ];

  it("begins with the verdict on each pair, then has the tables", async () => {
    const result = rounds(
      [
        buildComparison("gRPC"),
        buildComparison("TCP", { ratio: 0.97, low: 0.8, high: 1.2, verdict: "undecided", roundsNeeded: 40 }),
        buildComparison("TCP push", { ratio: 0.6, low: 0.49, high: 0.7, verdict: "faster" }),
        buildComparison("WebSocket push", { ratio: 1.04, low: 1.02, high: 1.061, verdict: "slower" }),
        buildComparison("a fast one", { ratio: 0.004, low: 0.002, high: 0.006, verdict: "faster" }),
        buildComparison("a faulty one", invalid),
        ...others,
      ],
      ["gRPC", "TCP", "TCP push", "WebSocket push", "a fast one", "a faulty one"],
    );
    await golden("rounds", formatText(result, { noun }));
    await golden("rounds-markdown", formatMarkdown(result, { noun }));
  });

  it("has one sentence for two timings, and the caller's hint", async () => {
    const result = rounds([buildComparison("gRPC", { ratio: 1.5, low: 1.4, high: 1.6 }), ...others]);
    await golden("rounds-of-two", formatText(result, { noun, hint: "See `start --compare`." }));
  });

  it("says why timings differ, with the pair if there are several", async () => {
    const { timings } = rounds([]);
    const [, grpc] = timings;
    const three = [...timings, { ...(grpc as NonNullable<typeof grpc>), label: "TCP" }];
    const of = (labels: readonly string[], comparisons = labels.map((label) => buildComparison(label))) => {
      const explanations = explain(three, comparisons);
      const measured = three.filter(({ label }) => label === "WebSocket" || labels.includes(label));
      return formatConclusion(buildResult(measured, { comparisons, explanations }));
    };
    // Not the measure of the headline.
    const byService = of(
      ["gRPC"],
      [
        buildComparison("gRPC", { ratio: 1, low: 0.98, high: 1.02, verdict: "same" }),
        buildComparison("gRPC", { by: "service", decides: false }),
      ],
    );
    const texts = [of(["gRPC"]), of(["gRPC", "TCP"]), byService];
    await golden("rounds-why", texts.join("\n\n----------\n\n"));
  });

  it("has a row for each pair if every pair was compared", async () => {
    const result = rounds(
      [
        buildComparison("gRPC"),
        buildComparison("TCP", { ratio: 0.9, low: 0.85, high: 0.95, verdict: "faster" }),
        buildComparison("TCP", { to: "gRPC", ratio: 0.45, low: 0.4, high: 0.5, verdict: "faster" }),
        ...others,
      ],
      ["gRPC", "TCP"],
    );
    await golden("rounds-all-pairs", formatText(result, { noun }));
  });

  it("reports the spread of the medians of a single timing", async () => {
    await golden("rounds-of-one", formatText(rounds([], []), { noun }));
  });

  it("lists each warning once per timing", () => {
    const late = { code: "LATE_REPLIES", message: "2 replies came late" } as const;
    const webSocket = sixRounds("WebSocket", 1);
    const warned = webSocket.rounds.map((round, index) =>
      index < 2 ? { ...round, warnings: [late] } : round,
    );
    const text = formatText(buildResult([{ ...webSocket, rounds: warned }]));
    expect(text.split("\n").filter((line) => line.includes("LATE_REPLIES"))).toEqual([
      "Warning (WebSocket, 2 of 6 rounds, here the first): 2 replies came late [LATE_REPLIES]",
    ]);
  });
});
