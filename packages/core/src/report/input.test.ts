import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import { failureOf } from "../fixtures/failure-of.js";
import {
  formatComparison,
  formatComparisonTable,
  formatHeading,
  formatJson,
  formatText,
  formatTotals,
  formatTransmission,
  streamText,
} from "./index.js";

describe("report functions", () => {
  const timing = buildTiming("WebSocket", buildRound([1]));
  const result = buildResult([timing]);
  it.each<[string, () => unknown]>([
    ["formatText of {}", () => formatText({} as never)],
    ["formatText of nothing", () => formatText(undefined as never)],
    ["formatText of another version", () => formatText({ ...buildResult([]), schemaVersion: 99 } as never)],
    ["formatText without timings", () => formatText({ ...buildResult([]), timings: 1 } as never)],
    ["formatText of an empty timing", () => formatText({ ...buildResult([]), timings: [{}] } as never)],
    ["formatText of a timing without rounds", () => formatText(buildResult([buildTiming("ws", [])]))],
    ["formatText with a bad noun", () => formatText(result, { noun: 1 as never })],
    ["formatText with an unknown label", () => formatText(result, { ratioTo: "gRCP" })],
    ["formatText of a promise", () => formatText(Promise.resolve(result) as never)],
    ["formatText with a misspelt option", () => formatText(result, { nuon: "image" } as never)],
    ["formatComparison", () => formatComparison("text" as never)],
    ["formatComparisonTable", () => formatComparisonTable(null as never)],
    ["formatJson", () => formatJson([] as never)],
    ["formatTotals", () => formatTotals({ ...timing, load: undefined } as never)],
    ["formatHeading without a load", () => formatHeading({ label: "a", title: "a" }, undefined as never)],
    ["formatHeading without names", () => formatHeading(undefined as never, undefined as never)],
    ["formatTransmission", () => formatTransmission(3 as never)],
    ["streamText without events", () => streamText(undefined as never, () => {})],
    ["streamText without a function", () => streamText({ on() {} }, "file" as never)],
  ])("refuse invalid input: %s", async (_, format) => {
    const error = await failureOf(Promise.resolve().then(format));
    expect(error).toMatchObject({ name: "WireduelError", code: "INVALID_OPTION" });
    expect(error.message).not.toContain("\n");
  });
});
