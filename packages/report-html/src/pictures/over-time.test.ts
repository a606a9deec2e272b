import { describe, expect, it } from "vitest";
import { buildResult, buildTiming, buildTransmission } from "../../../core/src/fixtures/build-result.js";
import { measuredRound } from "../fixtures/measured.js";
import { countOf, drawingOf, growing, linesOf, pictureOf, tableOf } from "../fixtures/picture-of.js";
import { overTime } from "./over-time.js";

describe("each payload over time", () => {
  it("has a dot for each payload, with its numbers, and a row for each in the table", () => {
    const times = [0.2, 0.1, 0.4];
    const result = buildResult(["a", "b", "c"].map((label) => buildTiming(label, measuredRound(times))));
    const picture = pictureOf(result, "over-time");
    for (const size of ["narrow", "wide"] as const) {
      expect(linesOf(drawingOf(picture, size), "dots big")).toBe(3 * 3);
    }
    expect(countOf(picture, "<title>payload 3: 0.400 ms, sent after 20.0 ms</title>")).toBe(2 * 3);
    expect(tableOf(picture)).toEqual([
      ["1", "0.200", "0.200", "0.200"],
      ["2", "0.100", "0.100", "0.100"],
      ["3", "0.400", "0.400", "0.400"],
    ]);
  });

  it("draws fewer if there are many, with the extremes, and says how many", () => {
    const times = Array.from({ length: 4_000 }, (_, index) =>
      index === 1_234 ? 99 : 1 + (index % 10) / 100,
    );
    const picture = pictureOf(buildResult([buildTiming("a", measuredRound(times))]), "over-time");
    const drawing = drawingOf(picture, "wide");
    const [, path = ""] = drawing.match(/class="dots" d="([^"]*)"/) ?? [];
    const dots = countOf(path, "h0");
    expect(dots).toBeLessThanOrEqual(750);
    expect(picture).toContain(`${dots} of these 4,000 payloads are drawn`);
    const steps = [...path.matchAll(/[Mm](-?[\d.]+) ?(-?[\d.]+)h0/g)].map(([, , down]) => Number(down));
    let [y, highest] = [0, Number.POSITIVE_INFINITY];
    for (const down of steps) {
      y += down;
      highest = Math.min(highest, y);
    }
    // 99 ms is at the top of its panel: above it is its label only.
    const [, label] = drawing.match(/class="name" x="\d+" y="(\d+)"/) ?? [];
    expect(highest - Number(label)).toBeLessThan(20);
    // The slowest one has its number.
    expect(countOf(drawing, "<title>payload ")).toBe(1);
    expect(drawing).toContain("<title>payload 1235: 99.0 ms");
    expect(tableOf(picture).length).toBeLessThanOrEqual(200);
    expect(picture).toMatch(/first 200 payloads of up to 4,000/);
  });

  it("marks payloads that failed, were damaged or dropped", () => {
    const list = [1, 2, 3, 4].map((ms, index) => buildTransmission(index, ms));
    const [first, second, third, fourth] = list as [
      (typeof list)[0],
      (typeof list)[0],
      (typeof list)[0],
      (typeof list)[0],
    ];
    const transmissions = [
      first,
      { ...second, status: "damaged" as const },
      {
        ...third,
        status: "failed" as const,
        transmissionMs: null,
        error: { code: "PAYLOAD_TIMEOUT" as const, message: "too late" },
      },
      fourth,
    ];
    const counts = { sent: 1, acknowledged: 1, failed: 0, replies: 1, mostInFlight: 1 };
    const interval = { ...counts, p50: 1, p99: null, max: 1 };
    const intervals = [0, 5, 7, 0, 1].map((dropped, index) => ({
      ...interval,
      startMs: index * 1_000,
      dropped,
    }));
    const round = measuredRound([1, 2, 4], {
      transmissions,
      series: { intervalMs: 1_000, of: "serviceMs", intervals },
    });
    const picture = pictureOf(buildResult([buildTiming("a", round)]), "over-time");
    const drawing = drawingOf(picture, "narrow");
    expect(countOf(drawing, 'class="fault"')).toBe(2);
    expect(countOf(drawing, 'class="drops"')).toBe(2);
    expect(drawing).toContain("12 dropped");
    expect(linesOf(drawing, "dots big")).toBe(2);
    expect(tableOf(picture).map(([, cell]) => cell)).toEqual([
      "1.00",
      "2.00, damaged",
      "failed: PAYLOAD_TIMEOUT",
      "4.00",
    ]);
  });

  it("has room for more stretches of dropped payloads than a function has for arguments", () => {
    const counts = { sent: 1, acknowledged: 1, failed: 0, replies: 1, mostInFlight: 1 };
    const intervals = Array.from({ length: 300_000 }, (_, index) => ({
      ...{ ...counts, p50: 1, p99: null, max: 1, startMs: index, dropped: index % 2 },
    }));
    const round = measuredRound([1, 2, 4], { series: { intervalMs: 1, of: "serviceMs", intervals } });
    const [picture] = overTime(buildResult([buildTiming("a", round)]), { limits: [] });
    expect(countOf(picture?.draw(320).content.text ?? "", 'class="drops"')).toBe(150_000);
  });

  it("says how many payloads the result does not list", () => {
    const round = measuredRound(growing(30));
    const timing = buildTiming("a", { ...round, transmissions: round.transmissions.slice(0, 10) });
    expect(pictureOf(buildResult([timing]), "over-time")).toContain("10 of 30.");
  });
});
