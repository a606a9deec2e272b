import { HistogramLogReader, listTags } from "hdr-histogram-js";
import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import { formatHdrLog } from "../index.js";
import { STORED } from "./fixtures/stored-results.js";

function read(text: string) {
  const reader = new HistogramLogReader(text);
  const intervals = [];
  for (let one = reader.nextIntervalHistogram(); one !== null; one = reader.nextIntervalHistogram()) {
    intervals.push(one);
  }
  return intervals;
}

const linesOf = (text: string) => text.split("\n").filter((line) => line.startsWith("Tag="));

describe("an HdrHistogram log", () => {
  it.each(Object.entries(STORED))("is read by the library, line by line: %s", (_, stored) => {
    const text = formatHdrLog(stored);
    const intervals = read(text);
    expect(intervals).toHaveLength(linesOf(text).length);
    const starts = intervals.map(({ startTimeStampMsec }) => startTimeStampMsec);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts[0]).toBe(Date.parse(stored.startedAt));
    for (const line of linesOf(text)) expect(line.split(",")).toHaveLength(5);
  });

  it("has the values of each round in nanoseconds, under a tag for each adapter and time", () => {
    const text = formatHdrLog(STORED["one-round"]);
    const tags = listTags(text);
    expect(tags).toHaveLength(2 * 6);
    const place = "1_kB/none/1_at_a_time%2C_1%2C000_ms_apart";
    const transmission = read(text).find(({ tag }) => tag === `${place}/WebSocket/transmission`);
    expect(transmission?.totalCount).toBe(3);
    expect(Math.abs((transmission?.maxValue ?? 0) / 2e6 - 1)).toBeLessThan(0.001);
    expect(Math.abs((transmission?.minNonZeroValue ?? 0) / 1.25e6 - 1)).toBeLessThan(0.001);
  });

  it("leaves out times that may be negative, and says so", () => {
    const text = formatHdrLog(STORED["two-clocks"]);
    expect(listTags(text).map((tag) => tag.split("/").at(-1))).toEqual([
      "service",
      "encode",
      "decode",
      "slip",
    ]);
    expect(text.match(/^#\[left out: /gm)).toHaveLength(2);
  });

  it("refuses a result without histograms", () => {
    expect(() => formatHdrLog(buildResult([buildTiming("a", buildRound([1]))]))).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});
