import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import { formatBencher, formatGithubActionBenchmark } from "../index.js";
import { STORED } from "./fixtures/stored-results.js";

/** The schema that https://bencher.dev/docs/reference/bencher-metric-format publishes, with what it leaves open. */
const number = { type: "number" };
const metric = {
  type: "object",
  properties: { value: number, lower_value: number, upper_value: number },
  required: ["value"],
  additionalProperties: false,
};
const bencher = new Ajv().compile({
  type: "object",
  patternProperties: {
    "^.{1,1024}$": {
      type: "object",
      patternProperties: { "^.{1,64}$": metric },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
});
const entry = {
  type: "object",
  properties: {
    name: { type: "string" },
    unit: { type: "string" },
    value: number,
    range: { type: "string" },
    extra: { type: "string" },
  },
  required: ["name", "unit", "value"],
  additionalProperties: false,
};
const githubAction = new Ajv().compile({ type: "array", items: entry, minItems: 1 });

describe("the Bencher Metric Format", () => {
  it.each(Object.entries(STORED))("obeys its schema: %s", (_, stored) => {
    bencher(JSON.parse(formatBencher(stored)));
    expect(bencher.errors).toBeNull();
  });

  it("has the median in nanoseconds, and the range of the rounds", () => {
    const written = JSON.parse(formatBencher(STORED["several-rounds"]));
    expect(Object.keys(written)).toHaveLength(3);
    expect(written["WebSocket, 1 kB, none, 1 at a time, 1,000 ms apart"].latency).toEqual({
      value: 1_156_250,
      lower_value: 1_000_000,
      upper_value: 1_312_500,
    });
  });

  it("keeps names apart, however long they are", () => {
    const labels = ["a", "b"].map((end) => "x".repeat(2_000) + end);
    const result = buildResult(labels.map((label) => buildTiming(label, buildRound([1]))));
    const written = JSON.parse(formatBencher(result));
    expect(Object.keys(written)).toHaveLength(2);
    bencher(written);
    expect(bencher.errors).toBeNull();
  });

  it("leaves out an adapter that lost payloads", () => {
    expect(Object.keys(JSON.parse(formatBencher(STORED.lossy)))).toEqual([
      expect.stringContaining("WebSocket"),
    ]);
  });
});

describe("the format of github-action-benchmark", () => {
  it.each(Object.entries(STORED))("has the fields that the action reads: %s", (_, stored) => {
    githubAction(JSON.parse(formatGithubActionBenchmark(stored)));
    expect(githubAction.errors).toBeNull();
  });

  it("only has measures of which less is better, each with a name of its own", () => {
    const round = buildRound([1, 2, 3]);
    const load = { kind: "closed-loop", concurrency: 4, thinkTimeMs: 0, count: 3, durationMs: null } as const;
    const result = buildResult([buildTiming("a", round, { load }), buildTiming("b", round, { load })]);
    const written = JSON.parse(formatGithubActionBenchmark(result)) as { name: string; unit: string }[];
    expect(new Set(written.map(({ name }) => name)).size).toBe(written.length);
    expect(written.map(({ unit }) => unit)).toEqual(["ms", "ms", "ms", "ms"]);
  });
});
