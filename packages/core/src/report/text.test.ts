import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import type { BenchmarkEvents } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { BenchmarkResult, Timing, Transmission } from "../result/result.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { summarize } from "../stats/summary.js";
import { memory } from "../testing/memory-adapter.js";
import { describeLoad } from "./describe-load.js";
import { formatJson } from "./json.js";
import { streamText } from "./stream-text.js";
import { formatText } from "./text.js";

function transmission(index: number, transmissionMs: number): Transmission {
  return {
    index,
    status: "acknowledged",
    connection: 0,
    payloadBytes: 1_000,
    frameBytes: 1_008,
    dueAfterMs: index * 1_000,
    sentAfterMs: index * 1_000,
    slipMs: 0.001,
    encodeMs: 0.01,
    transportMs: transmissionMs - 0.03,
    decodeMs: 0.02,
    transmissionMs,
    serviceMs: transmissionMs + 0.1,
    responseMs: null,
  };
}

function timing(label: string, times: readonly number[], more: Partial<Timing> = {}): Timing {
  const transmissions = times.map((time, index) => transmission(index, time));
  const of = (name: "encodeMs" | "transportMs" | "decodeMs" | "transmissionMs" | "serviceMs") => {
    return summarize(transmissions.map((one) => one[name] ?? Number.NaN));
  };
  const end = {
    ...{ node: "20.19.0", core: "0.1.0", contract: 2, libraries: {}, settings: {}, notes: [] },
    resources: null,
  };
  const none = null;
  return {
    label,
    title: label,
    adapter: label.toLowerCase(),
    codec: "raw",
    options: {},
    profile: null,
    status: "completed",
    direction: "upload",
    dialledBy: "sender",
    tls: null,
    clock: { kind: "shared", because: "same kernel" },
    connectMs: 3,
    firstTransmission: transmission(0, 12.345),
    warmedUp: 20,
    transmissions,
    totalTransferMs: 2_005.5,
    sumOfTransmissionMs: times.reduce((sum, time) => sum + time, 0),
    busyMs: 1,
    wallMs: 2_006,
    acknowledgedPerSecond: 1.5,
    summaryOf: "transmissions",
    histograms: {
      ...{ encodeMs: none, transportMs: none, decodeMs: none, transmissionMs: none, serviceMs: none },
      ...{ responseMs: none, slipMs: none },
    },
    series: { intervalMs: 1_000, of: "serviceMs", intervals: [] },
    failures: [],
    wire: null,
    held: null,
    summary: {
      encodeMs: of("encodeMs"),
      transportMs: of("transportMs"),
      decodeMs: of("decodeMs"),
      transmissionMs: of("transmissionMs"),
      serviceMs: of("serviceMs"),
      responseMs: null,
      slipMs: null,
    },
    payloadBytes: 3_000,
    frameBytes: 3_024,
    counts: {
      ...{ sent: 3, acknowledged: 3, failed: 0, dropped: 0, mostInFlight: 1 },
      ...{ lost: 0, undelivered: 0, duplicated: 0, reordered: 0, damaged: 0 },
    },
    sender: { ...end, notes: label === "WebSocket" ? ["ws masks in JavaScript on this Node"] : [] },
    receiver: end,
    warnings: [],
    errors: [],
    ...more,
  };
}

function resultOf(timings: readonly Timing[], more: Partial<BenchmarkResult> = {}): BenchmarkResult {
  return {
    schemaVersion: 3,
    status: "completed",
    startedAt: "2026-01-01T00:00:00.000Z",
    durationMs: 5_000,
    settings: {
      load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 1_000, count: 3, durationMs: null },
      connections: 1,
      maxInFlight: 1,
      warmupCount: 20,
      maxTransmissions: 100_000,
      network: null,
      wireBytes: false,
      rounds: 1,
      seed: 1,
      senderPort: 0,
      timeoutMs: 10_000,
      connectTimeoutMs: 10_000,
      maxPayloadBytes: 1e6,
      payloadBytes: [1_000],
      receiver: "process",
      receiverUrl: null,
    },
    machine: { platform: "linux", arch: "x64", cpuModel: "x", cpuCount: 2, memoryBytes: 1 },
    timings,
    rounds: null,
    comparisons: [],
    notRun: [],
    ...more,
  };
}

describe("formatText", () => {
  it("has the form that people know, with real units, then the comparison", () => {
    const result = resultOf([timing("WebSocket", [1.8412, 2.5, 10.04]), timing("gRPC", [0.5, 0.7, 0.9])]);
    expect(
      `\n${formatText(result, { noun: "image", hint: "See `start --explain`." })}\n`,
    ).toMatchInlineSnapshot(`
      "
      === WebSocket performance test: 3 images transfer ===

      Image 1 transmission time: 1.84 ms
      Image 2 transmission time: 2.50 ms
      Image 3 transmission time: 10.0 ms

      Total transfer time (including 1s delays): 2006 ms
      Sum of transmission times: 14.4 ms
      Warm-up before: 20 images, back to back, not counted; the first of the connection took 12.3 ms

      === gRPC performance test: 3 images transfer ===

      Image 1 transmission time: 0.500 ms
      Image 2 transmission time: 0.700 ms
      Image 3 transmission time: 0.900 ms

      Total transfer time (including 1s delays): 2006 ms
      Sum of transmission times: 2.10 ms
      Warm-up before: 20 images, back to back, not counted; the first of the connection took 12.3 ms

      === Comparison: 3 images of 1,000 bytes, times in ms ===

                   p50    max  encode  transport  decode  frame bytes  x WebSocket
      ---------  -----  -----  ------  ---------  ------  -----------  -----------
      WebSocket   2.50   10.0   0.010       2.47   0.020        1,008          1.0
      gRPC       0.700  0.900   0.010      0.670   0.020        1,008         0.28

      p50 and max are of the transmission time; encode, transport and decode are medians of its parts.

      One round of three cannot rank these; ws masks in JavaScript on this Node. See \`start --explain\`.
      "
    `);
  });

  it("says how one-way times were made where the ends have two clocks", () => {
    const because = "the two ends run on different kernels";
    const estimated = timing("WebSocket", [1], {
      clock: {
        kind: "estimated",
        because,
        offsetMs: 5_000,
        errorMs: 0.0213,
        driftPpm: null,
        driftErrorPpm: null,
      },
    });
    const derived = timing("gRPC", [1], {
      clock: { kind: "ack-derived", because, halfRoundTripMs: 0.1, offsetMs: 5_000, errorMs: 0.4 },
      warnings: [{ code: "ACK_DERIVED", message: `${because}: one-way times are derived` }],
    });
    const text = formatText(resultOf([estimated, derived]), { noun: "image" });
    expect(text).toContain("WebSocket: one-way times cross clocks, within ±0.021 ms.");
    expect(text).toContain("gRPC: one-way times are derived from acknowledgements.");
    expect(text).toContain("Warning (gRPC): the two ends run on different kernels");
  });

  it("leads with response times under a load that keeps to its plan, and lists no payload", () => {
    const count = { upBytes: 10, upWrites: 1, downBytes: 5, downWrites: 1 };
    const row = timing("WebSocket", [1, 2, 3], {
      wire: {
        handshake: count,
        first: count,
        steady: {
          ...count,
          payloads: 2,
          payloadBytes: 2_000,
          upBytes: 2_040,
          downBytes: 58,
          overheadRatio: 1.05,
        },
      },
    });
    const scheduled = {
      ...row,
      summary: {
        ...row.summary,
        responseMs: summarize([1.2, 2.2, 9]),
        slipMs: summarize([0.001, 0.002, 0.9]),
      },
      counts: { ...row.counts, failed: 1, dropped: 2, mostInFlight: 2 },
      failures: [{ code: "PAYLOAD_TIMEOUT" as const, count: 1, first: "no acknowledgement within 10 ms" }],
    };
    const result = resultOf([scheduled], {
      status: "failed",
      settings: {
        ...resultOf([]).settings,
        load: { kind: "constant-rate", ratePerSecond: 5, count: null, durationMs: 1_000 },
        network: { name: "wan", delayMs: 20, jitterMs: 1, rateMbps: 1_000, seed: 1 },
      },
    });
    expect(`\n${formatText(result, { noun: "image" })}\n`).toMatchInlineSnapshot(`
      "
      === WebSocket performance test: images at 5/s for 1s ===

      Total transfer time: 2006 ms
      Response time, from when due to acknowledged: p50 2.20 ms, max 9.00 ms
      Service time, from when sent to acknowledged: p50 2.10 ms, max 3.10 ms
      Slip, from when due to sent: p50 0.002 ms, max 0.900 ms
      Acknowledged: 3, 1.50 a second; at most 2 under way
      Warm-up before: 20 images, back to back, not counted; the first of the connection took 12.3 ms
      Dropped: 2 of 5 images that were due
      Failed: 1 of 3 images
        1 × no acknowledgement within 10 ms (PAYLOAD_TIMEOUT)

      === Comparison: images of 1,000 bytes at 5/s for 1s, times in ms ===

                  p50   max  encode  transport  decode  frame bytes  wire bytes  per s  x WebSocket
      ---------  ----  ----  ------  ---------  ------  -----------  ----------  -----  -----------
      WebSocket  2.20  9.00   0.010       1.97   0.020        1,008       1,049   1.50          1.0

      p50 and max are of the response time; encode, transport and decode are
      medians of the way there; the rest is the way back, and what it was sent late.
      Wire bytes: of both directions for each payload, without TCP's and IP's own headers.
      Between the ends: wan, 20 ± 1 ms each way, 1,000 Mbit/s.

      This run dropped payloads that were due, so it ranks nothing; ws masks in JavaScript on this Node.
      "
    `);
  });

  it("ranks rows by the medians of their rounds, as far as these show a difference", () => {
    const row = (label: string, median: number) => timing(label, [median]);
    const rounds = [1, 1.1, 0.9, 1.2, 1, 1.3].map((first, round) => ({
      order: [0, 1, 2],
      timings: [row("WebSocket", first), row("gRPC", 2 * first + round / 10), row("TCP", 1.02)],
    }));
    const comparison = {
      of: "transmissionMs",
      to: "WebSocket",
      rounds: 6,
      confidence: 0.95,
      spread: 0.1,
    } as const;
    const result = resultOf([row("WebSocket", 1), row("gRPC", 2.2), row("TCP", 1.02)], {
      rounds,
      settings: { ...resultOf([]).settings, rounds: 6 },
      comparisons: [
        { ...comparison, label: "gRPC", ratio: 2.2, low: 2.1, high: 2.4, pValue: 0.03, verdict: "slower" },
        {
          ...comparison,
          label: "TCP",
          ratio: 0.97,
          low: 0.8,
          high: 1.2,
          pValue: 0.5,
          verdict: "no-difference-shown",
        },
      ],
    });
    expect(`\n${formatText(result, { noun: "image" })}\n`).toMatchInlineSnapshot(`
      "
      === 6 rounds of 3 images each: their medians, in ms ===

                 rounds  median  lowest  highest  x WebSocket     interval
      ---------  ------  ------  ------  -------  -----------  -----------
      WebSocket       6    1.00   0.900     1.30          1.0
      gRPC            6    2.30    2.00     3.10          2.2   2.1 to 2.4
      TCP             6    1.02    1.02     1.02         0.97  0.80 to 1.2

      A typical round of each:

      === Comparison: 3 images of 1,000 bytes, times in ms ===

                  p50   max  encode  transport  decode  frame bytes  x WebSocket
      ---------  ----  ----  ------  ---------  ------  -----------  -----------
      WebSocket  1.00  1.00   0.010      0.970   0.020        1,008          1.0
      gRPC       2.20  2.20   0.010       2.17   0.020        1,008          2.2
      TCP        1.02  1.02   0.010      0.990   0.020        1,008          1.0

      p50 and max are of the transmission time; encode, transport and decode are medians of its parts.

      Over 6 rounds, gRPC was slower: 2.1 to 2.4 times WebSocket (95 %); no difference shown between TCP and WebSocket; ws masks in JavaScript on this Node.
      "
    `);
    const late = { code: "LATE_REPLIES" as const, message: "2 replies came late" };
    const warned = rounds.map((round, index) => ({
      ...round,
      timings: round.timings.map((one) => (index < 2 ? { ...one, warnings: [late] } : one)),
    }));
    expect(formatText({ ...result, rounds: warned })).toContain(
      "Warning (gRPC, 2 of 6 rounds): 2 replies came late [LATE_REPLIES]",
    );
    expect(formatText(JSON.parse(formatJson(result)), { noun: "image" })).toBe(
      formatText(result, { noun: "image" }),
    );
  });

  it("has no table of nothing", () => {
    expect(formatText(resultOf([], { status: "failed", notRun: ["ws", "gRPC"] }))).toBe(
      "Nothing was measured. Not run: ws, gRPC.",
    );
  });

  it("says how many a second where several are under way", () => {
    const load = {
      kind: "closed-loop",
      concurrency: 8,
      thinkTimeMs: 0,
      count: null,
      durationMs: 2_000,
    } as const;
    const text = formatText(resultOf([timing("TCP", [1])], { settings: { ...resultOf([]).settings, load } }));
    expect(text).toContain("=== TCP performance test: payloads for 2s, 8 at a time ===");
    expect(text).toContain("Acknowledged: 3, 1.50 a second, 0.002 MB a second");
  });

  it.each<[Load, string]>([
    [
      { kind: "closed-loop", concurrency: 8, thinkTimeMs: 0, count: 20, durationMs: null },
      "20 images, 8 at a time",
    ],
    [
      { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: null, durationMs: 500 },
      "images for 500ms, one at a time",
    ],
    [{ kind: "constant-rate", ratePerSecond: 0.5, count: 1, durationMs: null }, "images at 0.5/s, 1 of them"],
    [
      { kind: "poisson", ratePerSecond: 2_000, seed: 1, count: null, durationMs: 9_000 },
      "images at random, 2,000/s for 9s",
    ],
    [
      {
        kind: "stages",
        stages: [
          { ratePerSecond: 10, durationMs: 1_000 },
          { ratePerSecond: { from: 10, to: 50 }, durationMs: 500 },
        ],
        count: null,
      },
      "images at 10/s for 1s, then 10 to 50/s for 500ms",
    ],
  ])("says %j in words", (load, words) => {
    expect(describeLoad(load, "image")).toBe(words);
  });

  it("ranks nothing when a run lost something or ended early", () => {
    const failed = timing("WebSocket", [1], {
      status: "failed",
      transmissions: [
        transmission(0, 1),
        {
          ...transmission(1, 1),
          status: "failed",
          transmissionMs: null,
          error: { code: "RECEIVER_LOST", message: "the receiver process ended with SIGKILL" },
        },
      ],
      counts: {
        sent: 2,
        acknowledged: 1,
        failed: 1,
        dropped: 0,
        mostInFlight: 1,
        lost: null,
        undelivered: null,
        duplicated: null,
        reordered: null,
        damaged: null,
      },
      errors: [{ code: "RECEIVER_LOST", message: "the receiver process ended with SIGKILL" }],
    });
    const text = formatText(resultOf([failed], { status: "failed", notRun: ["gRPC"] }), { noun: "image" });
    expect(text).toContain("Image 2 failed: the receiver process ended with SIGKILL (RECEIVER_LOST)");
    expect(text).toContain("Failed: 1 of 2 images");
    expect(text).toContain("Not run: gRPC");
    expect(text).toContain("This run ended early, so it ranks nothing");
  });

  it("renders a result that was saved as JSON the same", () => {
    const result = resultOf([timing("WebSocket", [1, 2, 3])]);
    expect(formatText(JSON.parse(formatJson(result)))).toBe(formatText(result));
  });
});

describe("streamText", () => {
  it("writes the text of formatText as the run goes on", async () => {
    const events = new EventEmitter<BenchmarkEvents>();
    let written = "";
    const options = { noun: "image" };
    const finish = streamText(events, (text) => (written += text), options);
    const adapters = [memory(), memory({ codec: "json-array" })];
    const result = await runBenchmark({
      adapters,
      payload: new Uint8Array(9),
      count: 3,
      receiver: "inline",
      events,
    });
    finish(result);
    expect(written).toBe(`${formatText(result, options)}\n`);
  });
});
