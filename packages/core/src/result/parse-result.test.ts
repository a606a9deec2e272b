import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
  buildComparison,
  buildEnd,
  buildResult,
  buildRound,
  buildTiming,
  buildTransmission,
} from "../fixtures/build-result.js";
import { parseResult } from "./parse-result.js";
import type { BenchmarkResult } from "./result.js";
import { resultSchema } from "./result-schema.js";

const stored: unknown = JSON.parse(
  readFileSync(new URL("../../result.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv2020({ strict: true, allErrors: true }).compile<BenchmarkResult>(resultSchema());

const passed = { upBytes: 10, upWrites: 1, downBytes: 5, downWrites: 1 };
const error = { code: "PAYLOAD_TIMEOUT", message: "no acknowledgement" } as const;
const resources = {
  durationMs: 1,
  cpuUserMs: 1,
  cpuSystemMs: 1,
  rssBytes: 1,
  rssPeakBytes: 1,
  heapUsedBytes: 1,
  loopBusyShare: 0.5,
  loopDelayMs: { p50: 1, p99: 1, max: 1 },
  gcCount: 0,
  gcTotalMs: 0,
  gcMaxMs: 0,
  series: { intervalMs: 1_000, intervals: [{ startMs: 0, cpuShare: 1, workShare: 0.5 }] },
  minorFaults: 1,
  majorFaults: 0,
  voluntarySwitches: null,
  involuntarySwitches: null,
  cpuMsPerPayload: null,
  minorFaultsPerPayload: 0.5,
  majorFaultsPerPayload: 0,
  voluntarySwitchesPerPayload: null,
  involuntarySwitchesPerPayload: null,
  workShare: 0.5,
};

/** A result in which every optional field is present somewhere. */
function fullResult(): BenchmarkResult {
  const round = buildRound([1, 2, 3], {
    clock: {
      kind: "estimated",
      because: "",
      offsetMs: -1,
      errorMs: 1,
      maxDriftPpm: 500,
      driftPpm: null,
      driftErrorPpm: 2,
      comparedDuring: 3,
    },
    tls: { mutual: true, version: "TLSv1.3", cipher: null },
    transmissions: [buildTransmission(0, -0.5, { status: "failed", serviceMs: 0.1, error })],
    wire: {
      handshake: passed,
      first: passed,
      steady: {
        ...passed,
        payloads: 1,
        payloadBytes: 100,
        replyBytes: 0,
        waitsPerPayload: 0,
        overheadRatio: 1.2,
      },
    },
    held: { upMs: 20, downMs: null },
    failures: [{ code: "PAYLOAD_TIMEOUT", count: 1, first: "no acknowledgement" }],
    ends: { senders: [buildEnd({ resources })], receivers: [] },
    warnings: [{ code: "DROPPED", message: "1 of 4" }],
    errors: [{ code: "DESCRIBE_FAILED", message: "it threw" }],
  });
  const webSocket = buildTiming("WebSocket", round);
  const poisson = { kind: "poisson", ratePerSecond: 10, seed: 1, count: null, durationMs: 1 } as const;
  const ramp = { ratePerSecond: { from: 0, to: 5 }, durationMs: 9 };
  const stages = { kind: "stages", stages: [{ ratePerSecond: 1, durationMs: 9 }, ramp], count: 3 } as const;
  const setting = { option: "window", value: 1, reason: "large payloads" };
  return buildResult(
    [
      { ...webSocket, network: { name: "wan", delayMs: 20, jitterMs: 1, rateMbps: null, seed: 1 } },
      buildTiming("gRPC", round, { load: poisson }),
      buildTiming("TCP", round, {
        load: stages,
        adapter: { ...webSocket.adapter, profile: { name: "tuned", settings: [setting] } },
      }),
    ],
    {
      comparisons: [
        buildComparison("gRPC"),
        buildComparison("TCP", { low: null, high: null, verdict: "undecided", roundsNeeded: 20 }),
        buildComparison("TCP", {
          by: "service",
          ratio: null,
          verdict: "invalid",
          reason: { code: "CLOCK", message: "two clocks" },
        }),
      ],
      settings: { roundsRule: { min: 6, max: 30, until: 0.05 }, reference: "all" },
    },
  );
}

/** The text of the full result with one field changed. undefined removes the field. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const copy = JSON.parse(JSON.stringify(fullResult()));
  let place = copy;
  for (const step of path.slice(0, -1)) place = place[step];
  place[path.at(-1) as string | number] = value;
  return JSON.stringify(copy);
}

const round0 = ["timings", 0, "rounds", 0] as const;

describe("parseResult", () => {
  it("parses a stored result", () => {
    expect(parseResult(JSON.stringify(fullResult()))).toEqual(fullResult());
  });

  it("ignores unknown fields", () => {
    expect(parseResult(changed([...round0, "later"], 1))).toEqual(fullResult());
  });

  it.each<[string, readonly (string | number)[], unknown]>([
    ["timings[0].rounds[0].times.encodeMs.p50", [...round0, "times", "encodeMs", "p50"], "x"],
    [
      "timings[0].rounds[0].transmissions[0].error.code",
      [...round0, "transmissions", 0, "error", "code"],
      "NONE",
    ],
    ["timings[0].rounds[0].counts.sent", [...round0, "counts", "sent"], 1.5],
    ["timings[0].rounds[0].clock.kind", [...round0, "clock", "kind"], "atomic"],
    ["timings[0].rounds[0].ends.senders", [...round0, "ends", "senders"], {}],
    ["timings[0].load.kind", ["timings", 0, "load", "kind"], undefined],
    ["timings[2].load.stages[1].ratePerSecond", ["timings", 2, "load", "stages", 1, "ratePerSecond"], "fast"],
    ["timings[0].label", ["timings", 0, "label"], undefined],
    ["comparisons[0].verdict", ["comparisons", 0, "verdict"], "better"],
    ["settings", ["settings"], null],
    ["startedAt", ["startedAt"], "yesterday"],
  ])("names the bad field: %s", (name, path, value) => {
    const text = changed(path, value);
    expect(() => parseResult(text)).toThrow(expect.objectContaining({ code: "INVALID_RESULT" }));
    expect(() => parseResult(text)).toThrow(`\`${name}\``);
    expect(validate(JSON.parse(text))).toBe(false);
  });

  it.each([
    ["text that is not JSON", "{"],
    ["an empty string", ""],
    ["a list", "[]"],
    ["an empty object", "{}"],
    ["a value that is not a string", fullResult() as never],
    ["a missing typical round", changed(["timings", 0, "typical"], 1)],
    ["a timing without rounds", changed(["timings", 0, "rounds"], [])],
    [
      "options that are nested too deeply",
      changed(["timings", 0, "adapter", "options"], 0).replace(
        '"options":0',
        `"options":{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`,
      ),
    ],
  ])("refuses %s", (_, text) => {
    expect(() => parseResult(text)).toThrow(expect.objectContaining({ code: "INVALID_RESULT" }));
  });

  it("refuses another schema version, and names both", () => {
    expect(() => parseResult(changed(["schemaVersion"], 7))).toThrow(/\b7\b.*\b1\b/);
  });
});

describe("result.schema.json", () => {
  it("is up to date; `npx tsx scripts/write-schema.mjs` writes it", () => {
    expect(stored).toEqual(resultSchema());
  });

  it("accepts a result, and fields that later versions may add", () => {
    validate(fullResult());
    expect(validate.errors).toBeNull();
    expect(validate(JSON.parse(changed(["later"], 1)))).toBe(true);
  });

  it("has the doc comments of the types as descriptions", () => {
    const { $defs } = resultSchema() as {
      $defs: Record<string, { properties: Record<string, { description?: string }> }>;
    };
    expect($defs.RoundResult?.properties.wire?.description).toContain("wire");
    expect($defs.Summary?.properties.p99?.description).toContain("100");
    expect($defs.EndResources?.properties.cpuSystemMs?.description).toContain("kernel");
    expect($defs.Comparison?.properties.spread?.description).toContain("logarithm");
  });
});
