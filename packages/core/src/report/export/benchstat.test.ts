import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import { formatBenchstat } from "../index.js";
import { STORED } from "./fixtures/stored-results.js";
import { token } from "./token.js";

/** A line of the format, by the rules of Go's `benchfmt` package. Anything else would be ignored silently. */
type Line =
  | { readonly kind: "blank" | "comment" }
  | { readonly kind: "config"; readonly key: string; readonly value: string }
  | { readonly kind: "unit"; readonly unit: string; readonly better: string }
  | {
      readonly kind: "result";
      readonly keys: Readonly<Record<string, string>>;
      readonly values: Readonly<Record<string, number>>;
    };

function read(text: string): Line[] {
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line): Line => {
      if (line === "") return { kind: "blank" };
      if (line.startsWith("#")) return { kind: "comment" };
      const config = /^(\p{Ll}[^\s\p{Lu}:]*):[ \t]+(.+)$/u.exec(line);
      if (config) return { kind: "config", key: config[1] ?? "", value: config[2] ?? "" };
      const [first = "", ...fields] = line.split(/\s+/);
      if (first === "Unit") {
        const [, better = ""] = /^better=(higher|lower)$/.exec(fields[1] ?? "") ?? [];
        expect(fields).toHaveLength(2);
        return { kind: "unit", unit: fields[0] ?? "", better };
      }
      expect(first).toMatch(/^Benchmark[A-Z]/);
      // A number after the last dash would be a number of processors.
      expect(first).not.toMatch(/-\d+$/);
      const [iterations, ...pairs] = fields;
      expect(iterations).toMatch(/^\d+$/);
      expect(pairs.length).toBeGreaterThan(0);
      expect(pairs.length % 2).toBe(0);
      const values = pairs.flatMap((value, index) =>
        index % 2 === 0 ? [[pairs[index + 1] as string, Number(value)] as const] : [],
      );
      for (const [, value] of values) expect(value).not.toBeNaN();
      const keys = first
        .split("/")
        .slice(1)
        .map((part) => part.split(/=(.*)/s).slice(0, 2));
      return { kind: "result", keys: Object.fromEntries(keys), values: Object.fromEntries(values) };
    });
}

const resultsOf = (lines: readonly Line[]) => lines.flatMap((line) => (line.kind === "result" ? [line] : []));

describe("Go's benchmark format", () => {
  it.each(Object.entries(STORED))("has only lines that Go reads: %s", (_, stored) => {
    const lines = read(formatBenchstat(stored));
    const units = lines.flatMap((line) => (line.kind === "unit" ? [line.unit] : []));
    const used = resultsOf(lines).flatMap(({ values }) => Object.keys(values));
    expect(new Set(units)).toEqual(new Set(used));
    expect(resultsOf(lines).length).toBeGreaterThan(0);
  });

  it("has a line for each round, with the place in its name", () => {
    const lines = resultsOf(read(formatBenchstat(STORED["several-rounds"])));
    expect(lines).toHaveLength(18);
    expect(lines[0]).toMatchObject({
      keys: {
        adapter: "WebSocket",
        payload: "1_kB",
        network: "none",
        load: "1_at_a_time,_1,000_ms_apart",
      },
      values: { "transmission-ns/op": 1_000_000 },
    });
  });

  it("says of each unit which values are better", () => {
    const lines = read(formatBenchstat(STORED["several-rounds"]));
    const better = lines.flatMap((line) => (line.kind === "unit" ? [[line.unit, line.better]] : []));
    expect(Object.fromEntries(better)).toMatchObject({ "transmission-ns/op": "lower", "wire-B/op": "lower" });
  });

  it("leaves out an adapter that lost payloads, and says so", () => {
    const lines = read(formatBenchstat(STORED.lossy));
    expect(resultsOf(lines).map(({ keys }) => keys.adapter)).toEqual(["WebSocket"]);
    expect(lines.filter(({ kind }) => kind === "comment")).toHaveLength(2);
  });

  it("refuses a result in which every adapter lost payloads", () => {
    const lost = buildRound([1]);
    const round = { ...lost, counts: { ...lost.counts, lost: 1 } };
    expect(() => formatBenchstat(buildResult([buildTiming("a", round)]))).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});

describe("a label as one word", () => {
  const label = fc.string({
    unit: fc.constantFrom("a", "1", " ", "_", "-", "%", "/", ",", "2", "F", "\n", "ü"),
  });

  it("has no space or slash, and is different for different labels", () => {
    fc.assert(
      fc.property(label, label, (one, other) => {
        expect(token(one)).not.toMatch(/[\s/]|-\d+$/);
        expect(token(one) === token(other)).toBe(one === other);
      }),
      { numRuns: 1_000 },
    );
  });
});
