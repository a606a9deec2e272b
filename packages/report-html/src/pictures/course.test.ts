import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../../core/src/fixtures/build-result.js";
import type { RoundResult } from "../../../core/src/result/result.js";
import { endUsing } from "../../../core/src/round/fixtures/measured.js";
import type { SeriesInterval } from "../../../core/src/stats/series.js";
import { countOf, pictureOf } from "../fixtures/picture-of.js";

/** A round of so many seconds. In each third one, the rate is twice as high, and a payload fails. */
function roundOf(seconds: number): RoundResult {
  const intervals = Array.from({ length: seconds }, (_, second): SeriesInterval => {
    const failed = second % 3 === 2 ? 1 : 0;
    return {
      startMs: second * 1_000,
      ...{ sent: 100, acknowledged: 100 - failed, failed, dropped: 0, replies: 1_000 * (1 + failed) },
      ...{ mostInFlight: 1 + failed, p50: 0.1 + second / 100, p99: 0.5, max: 1 },
    };
  });
  const shares = intervals.map(({ startMs }) => ({ startMs, cpuShare: 0.5, workShare: 0.25 }));
  const end = endUsing(0.25, { series: { intervalMs: 1_000, intervals: shares } });
  const round = buildRound([1]);
  return {
    ...round,
    series: { intervalMs: 1_000, of: "responseMs", intervals },
    totals: { ...round.totals, wallMs: seconds * 1_000 },
    ends: { senders: [end], receivers: [end] },
  };
}

function figureOf(adapters: number, seconds: number): string {
  const timings = Array.from({ length: adapters }, (_, index) =>
    buildTiming(`adapter ${index}, with a label of usual length`, roundOf(seconds)),
  );
  return pictureOf(buildResult(timings), "course");
}

describe("the course of a run", () => {
  it("has a panel for each quantity, and a line for each adapter in each column", () => {
    const figure = figureOf(2, 9);
    for (const title of [
      "acknowledged per second",
      "most in flight",
      "failed",
      "receiver: CPU, % of one processor",
    ]) {
      // In both drawings. The table is the third place.
      expect(countOf(figure, `>${title}<`)).toBe(3);
    }
    expect(figure).not.toContain(">dropped");
    // One column on a phone, two on a desk.
    expect(countOf(figure, 'class="curve ')).toBe(2 + 2 * 2);
    expect(figure).toMatch(/<td>2,000<td>0.120<td>/);
  });

  it("tells the values of each moment", () => {
    const figure = figureOf(2, 9);
    expect(countOf(figure, 'class="strip"')).toBe(9 + 2 * 9);
    expect(figure).toMatch(/<title>2 to 3 s\nadapter 0, [^<]*: 2,000 per s, 0.120 ms \(median\)/);
  });

  it("is not there if a round lasted for one interval", () => {
    expect(figureOf(2, 1)).toBe("");
    expect(figureOf(2, 2)).not.toBe("");
  });

  it("says what it merges, and keeps all extremes", () => {
    expect(figureOf(2, 20)).toContain("Each step is 1 s long.");
    const long = figureOf(2, 290);
    expect(long).toMatch(/Each step is the lowest or the highest value of \d+ seconds\./);
    expect(long).toContain("the rate and the shares are averages");
    expect(countOf(long, "<tr>")).toBeLessThan(40);
  });

  it("is small, however long the run and however many the adapters", () => {
    for (const adapters of [14, 3]) {
      const figure = figureOf(adapters, 290);
      expect(figure).toContain("<svg ");
      expect(figure.length).toBeLessThan(45_000);
    }
  });

  it("never shows what is no number", () => {
    const figure = figureOf(3, 30);
    expect(figure).toContain("<svg ");
    expect(figure).not.toMatch(/NaN|undefined|Infinity/);
  });
});
