import { describe, expect, it } from "vitest";
import {
  buildEnd,
  buildResult,
  buildRound,
  buildTiming,
  buildTransmission,
  payloadsOf,
} from "../fixtures/build-result.js";
import type { Load } from "../load/load.js";
import { summarize } from "../stats/summary.js";
import {
  formatComparisonTable,
  formatHeading,
  formatJson,
  formatMarkdown,
  formatText,
  parseResult,
} from "./index.js";

const noun = "image";
const note = "masks in JavaScript";
const masked = { senders: [buildEnd({ notes: [note] })], receivers: [buildEnd()] };

/** These files are the only place where tests assert the wording of reports. */
const golden = (name: string, text: string) =>
  expect(`${text}\n`).toMatchFileSnapshot(`snapshots/${name}.txt`);

const twoTimings = [
  buildTiming("WebSocket", buildRound([1.8412, 2.5, 10.04], { ends: masked })),
  buildTiming("gRPC", buildRound([0.5, 0.7, 0.9])),
];

describe("formatText", () => {
  it("lists the transmissions and totals of each timing, then compares them", async () => {
    await golden("one-round", formatText(buildResult(twoTimings), { noun, hint: "See `start --compare`." }));
  });

  it("has the same report as Markdown", async () => {
    const options = { noun, hint: "See `start --compare`." };
    await golden("one-round-markdown", formatMarkdown(buildResult(twoTimings), options));
  });

  it("contains the lines that scripts search for", () => {
    const lines = formatText(buildResult(twoTimings), { noun }).split("\n");
    expect(lines).toContain("=== WebSocket performance test: 3 images transfer ===");
    expect(lines).toContain("Image 1 transmission time: 1.84 ms");
    expect(lines).toContain("Total transfer time (including 1s delays): 2006 ms");
    expect(lines).toContain("Sum of transmission times: 14.4 ms");
  });

  it("reports a scheduled load and lost payloads", async () => {
    const passed = { upBytes: 10, upWrites: 1, downBytes: 5, downWrites: 1 };
    const round = buildRound([1, 2, 3]);
    const scheduled = buildTiming(
      "WebSocket",
      {
        ...round,
        times: {
          ...round.times,
          responseMs: summarize([1.2, 2.2, 9]),
          slipMs: summarize([0.001, 0.002, 0.9]),
        },
        counts: { ...round.counts, failed: 1, dropped: 2, mostInFlight: 2 },
        failures: [{ code: "PAYLOAD_TIMEOUT", count: 1, first: "no acknowledgement within 10 ms" }],
        warnings: [{ code: "DROPPED", message: "2 of 5 payloads were dropped" }],
        wire: {
          handshake: passed,
          first: passed,
          steady: {
            ...passed,
            payloads: 2,
            replyBytes: 0,
            payloadBytes: 2_000,
            upBytes: 2_040,
            downBytes: 58,
            waitsPerPayload: 0,
            overheadRatio: 1.05,
          },
        },
      },
      {
        load: { kind: "constant-rate", ratePerSecond: 5, count: null, durationMs: 1_000 },
        network: { name: "wan", delayMs: 20, jitterMs: 1, rateMbps: 1_000, seed: 1 },
      },
    );
    await golden("scheduled", formatText(buildResult([scheduled], { status: "failed" }), { noun }));
  });

  it("reports messages per second if several are in flight", async () => {
    const load: Load = {
      kind: "closed-loop",
      concurrency: 8,
      thinkTimeMs: 0,
      count: null,
      durationMs: 2_000,
    };
    await golden(
      "several-in-flight",
      formatText(
        buildResult([
          buildTiming(
            "TCP",
            buildRound(
              Array.from({ length: 100 }, (_, index) => 1 + index / 10),
              { warmedUp: 40 },
            ),
            {
              load,
              connections: 2,
            },
          ),
        ]),
      ),
    );
  });

  it("reports the encryption, and how one-way times were derived from two clocks", async () => {
    const because = "the two ends run on different kernels";
    const base = buildTiming("WebSocket", buildRound([1]));
    const estimated = buildTiming(
      "WebSocket",
      buildRound([1], {
        clock: {
          kind: "estimated",
          because,
          offsetMs: 5_000,
          errorMs: 0.0213,
          maxDriftPpm: 500,
          driftPpm: null,
          driftErrorPpm: null,
          comparedDuring: 20,
        },
        tls: { mutual: true, version: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384" },
      }),
      { adapter: { ...base.adapter, encryption: "own" } },
    );
    const derived = buildTiming(
      "gRPC",
      buildRound([1], {
        clock: { kind: "ack-derived", because, halfRoundTripMs: 0.1, offsetMs: null, errorMs: null },
        tls: { mutual: false, version: null, cipher: null },
        warnings: [{ code: "ACK_DERIVED", message: "one-way times are derived from acknowledgements" }],
      }),
      { adapter: { ...base.adapter, direction: "push", encryption: "local" } },
    );
    await golden("clocks-and-encryption", formatText(buildResult([estimated, derived]), { noun }));
  });

  it("reports the setup of each timing, if setups differ", async () => {
    const [webSocket, grpc] = twoTimings;
    const wan = { name: "wan", delayMs: 20, jitterMs: 1, rateMbps: 1_000, seed: 1 } as const;
    const timings = [webSocket, { ...grpc, payload: payloadsOf(10, 20), network: wan }];
    await golden(
      "different-setups",
      formatComparisonTable(buildResult(timings as typeof twoTimings), { noun, ratioTo: "gRPC" }),
    );
  });

  it("ranks nothing if the run ended early", async () => {
    const error = { code: "RECEIVER_LOST", message: "the receiver process ended with SIGKILL" } as const;
    const round = buildRound([1, 1]);
    const lost = buildRound([1, 1], {
      status: "failed",
      transmissions: [
        buildTransmission(0, 1, { status: "damaged" }),
        buildTransmission(1, 1, { status: "failed", transmissionMs: null, error }),
      ],
      warmedUp: 0,
      counts: { ...round.counts, acknowledged: 1, failed: 1, lost: null, damaged: null },
      failures: [{ code: "RECEIVER_LOST", count: 1, first: error.message }],
      errors: [error],
    });
    const result = buildResult([buildTiming("WebSocket", lost)], {
      status: "failed",
      notRun: ["gRPC", "TCP"],
    });
    await golden("ended-early", formatText(result, { noun }));
  });

  it("has no table if nothing was measured", async () => {
    await golden(
      "nothing-measured",
      formatText(buildResult([], { status: "failed", notRun: ["ws", "gRPC"] })),
    );
  });

  it("formats a stored result in the same way", () => {
    const result = buildResult(twoTimings);
    expect(formatText(parseResult(formatJson(result)))).toBe(formatText(result));
  });
});

describe("formatHeading", () => {
  it("describes each kind of load", async () => {
    const closedLoop = { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0 } as const;
    const loads: readonly Load[] = [
      { ...closedLoop, count: 1, durationMs: null },
      { ...closedLoop, concurrency: 8, count: 20, durationMs: null },
      { ...closedLoop, count: null, durationMs: 500 },
      { kind: "constant-rate", ratePerSecond: 0.5, count: 1, durationMs: null },
      { kind: "poisson", ratePerSecond: 2_000, seed: 1, count: null, durationMs: 9_000 },
      {
        kind: "stages",
        stages: [
          { ratePerSecond: 10, durationMs: 1_000 },
          { ratePerSecond: { from: 10, to: 50 }, durationMs: 500 },
        ],
        count: null,
      },
    ];
    const headings = loads.map((load) => formatHeading({ label: "ws", title: "WebSocket" }, load, { noun }));
    await golden("loads", headings.map((heading) => heading.trimEnd()).join("\n"));
  });
});
