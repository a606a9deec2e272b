import { describe, expect, it } from "vitest";
import { buildResult, buildTiming } from "../../../core/src/fixtures/build-result.js";
import { brokenRound, measuredRound } from "../fixtures/measured.js";
import { countOf, drawingOf, growing, pictureOf, tableOf } from "../fixtures/picture-of.js";
import { formatHtml } from "../index.js";

describe("percentiles", () => {
  it("are those of all rounds together", () => {
    const rounds = [growing(50), growing(50, 10)].map((times, block) => measuredRound(times, { block }));
    const picture = pictureOf(buildResult([buildTiming("a", rounds)]), "percentiles-transmissionMs");
    const [row = []] = tableOf(picture);
    const [label, payloads, fastest, p50, p90, p95, p99, slowest, mean] = row;
    expect([label, payloads, fastest]).toEqual(["a", "100", "1.00"]);
    // The second round is ten times as slow, and has all of the slower half.
    expect([p50, p90, p95, p99, slowest].map(Number)).toEqual([
      expect.closeTo(1.01 ** 49, 1),
      ...[39, 44, 48, 49].map((place) => expect.closeTo(10 * 1.01 ** place, 0)),
    ]);
    const all = rounds.map(({ times }) => times.transmissionMs?.mean ?? 0);
    expect(Number(mean)).toBeCloseTo(((all[0] ?? 0) + (all[1] ?? 0)) / 2, 1);
    const drawing = drawingOf(picture, "wide");
    expect(countOf(drawing, 'class="curve"')).toBe(1);
    expect(drawing).toContain(`<title>a: 99 % within ${p99} ms</title>`);
    expect(drawing).toContain(`<title>a: slowest ${slowest} ms</title>`);
  });

  it("count payloads that failed as slower than all others, and say so", () => {
    const round = measuredRound(growing(90));
    const timing = buildTiming("a", {
      ...round,
      counts: { ...round.counts, sent: 95, failed: 5, dropped: 5 },
    });
    const picture = pictureOf(buildResult([timing]), "percentiles-transmissionMs");
    const [row = []] = tableOf(picture);
    expect(row[1]).toBe("90");
    const [, , , , p90, p95, p99] = row;
    expect([p90, p95, p99]).toEqual([(1.01 ** 89).toFixed(2), "not done", "not done"]);
    expect(picture).toMatch(/a: 10 payloads/);
  });

  it("have a second picture for the service time, if payloads waited before they were sent", () => {
    const load = { kind: "constant-rate", ratePerSecond: 100, count: 20, durationMs: null } as const;
    const timingOf = (factor: number) => {
      const service = measuredRound(growing(20), {}, "serviceMs");
      const response = measuredRound(growing(20, factor), {}, "responseMs");
      const round = {
        ...response,
        times: { ...response.times, serviceMs: service.times.serviceMs },
        histograms: { ...response.histograms, serviceMs: service.histograms.serviceMs },
      };
      return buildTiming("a", round, { load });
    };
    const [waited, not] = [3, 1].map((factor) =>
      formatHtml(buildResult([timingOf(factor)], { settings: { decideBy: "response" } })),
    );
    expect(waited).toContain('id="percentiles-responseMs"');
    expect(waited).toContain('id="percentiles-serviceMs"');
    expect(not).not.toContain('id="percentiles-serviceMs"');
  });

  it("need ten payloads, and say which adapters have fewer", () => {
    const few = buildTiming("few", measuredRound([1, 2, 3]));
    expect(pictureOf(buildResult([few]), "percentiles-transmissionMs")).toBe("");
    const picture = pictureOf(
      buildResult([buildTiming("many", measuredRound(growing(10))), few]),
      "percentiles-transmissionMs",
    );
    expect(tableOf(picture)).toHaveLength(1);
    expect(picture).toContain(
      "Above 90 % stands the transmission time within which 9 of 10 payloads are done",
    );
    expect(picture).toMatch(/10 payloads.*: few\./);
  });

  it("leave out histograms that somebody broke, and say so", () => {
    const good = measuredRound(growing(20));
    const rounds = [good, { ...brokenRound({ encoded: "nonsense" }), block: 1 }];
    const page = formatHtml(buildResult([buildTiming("a", rounds)]));
    expect(countOf(page, "One histogram is broken")).toBe(2);
    expect(formatHtml(buildResult([buildTiming("a", brokenRound({ samples: 7 }))]))).not.toContain(
      'id="spread"',
    );
  });
});
