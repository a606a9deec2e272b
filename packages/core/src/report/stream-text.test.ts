import { EventEmitter as NodeEmitter } from "node:events";
import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { BenchmarkResult } from "../result/result.js";
import { formatComparison, formatText, streamProgress, streamText, typicalRound } from "./index.js";

/** Emits the events of a run with this result. */
function replay(emitter: { emit(name: string, event: unknown): unknown }, result: BenchmarkResult): void {
  const of = result.settings.rounds;
  for (const [index, timing] of result.timings.entries()) {
    const about = { label: timing.label, title: timing.adapter.title, index, round: 0, rounds: of };
    if (of === 1) {
      const { transmissions, status } = typicalRound(timing);
      emitter.emit("phase", { ...about, phase: "connect", load: null });
      emitter.emit("phase", { ...about, phase: "warm-up", load: { ...timing.load, count: 20 } });
      if (status === "completed") emitter.emit("phase", { ...about, phase: "measure", load: timing.load });
      for (const transmission of transmissions) emitter.emit("transmission", { ...about, transmission });
    }
    for (const [round, roundResult] of timing.rounds.entries()) {
      emitter.emit("round", { ...about, round, of, result: roundResult });
    }
    emitter.emit("timing", { ...about, timing });
  }
}

const result = buildResult([
  buildTiming("WebSocket", buildRound([1, 2, 3])),
  buildTiming("gRPC", buildRound([2, 3])),
]);

describe("streamText", () => {
  it.each([
    ["node:events", () => new NodeEmitter()],
    ["eventemitter3", () => new EventEmitter()],
  ])("writes the same text as formatText during a run, with %s", (_, make) => {
    const events = make();
    let written = "";
    const options = { noun: "image", hint: "See the page." };
    const finish = streamText(events, (text) => (written += text), options);
    replay(events, result);
    finish(result);
    expect(written).toBe(`${formatText(result, options)}\n`);
  });

  it("writes a heading for a timing that ended during its warm-up", () => {
    const ended = buildResult([buildTiming("WebSocket", buildRound([], { status: "failed" }))], {
      status: "failed",
    });
    const events = new NodeEmitter();
    let written = "";
    const finish = streamText(events, (text) => (written += text));
    replay(events, ended);
    finish(ended);
    expect(written).toBe(`${formatText(ended)}\n`);
  });

  it("writes a line for each of several rounds, then the comparison", () => {
    const rounds = [buildRound([1]), buildRound([2], { block: 1 }), buildRound([], { block: 2 })];
    const several = buildResult([buildTiming("WebSocket", rounds)]);
    const events = new NodeEmitter();
    let written = "";
    const finish = streamText(events, (text) => (written += text));
    replay(events, several);
    finish(several);
    const lines = [
      "Round 1 of 3, WebSocket: median transmission time 1.00 ms, service time 1.10 ms",
      "Round 2 of 3, WebSocket: median transmission time 2.00 ms, service time 2.10 ms",
      "Round 3 of 3, WebSocket: no times",
    ];
    expect(written).toBe(`${lines.join("\n")}\n\n${formatComparison(several)}\n`);
  });

  it("writes how far a slow warm-up is, and a slow measurement that lists no transmissions", () => {
    const events = new NodeEmitter();
    let written = "";
    streamText(events, (text) => (written += text), { noun: "image" });
    const about = { label: "WebSocket", title: "WebSocket", index: 0, round: 0, rounds: 1 };
    const emit = (phase: "warm-up" | "measure", done: number, of: number | null, elapsedMs: number) =>
      events.emit("progress", { ...about, phase, done, of, elapsedMs });
    const listed = { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: 100, durationMs: null };
    events.emit("phase", { ...about, phase: "warm-up", load: listed });
    for (let done = 1; done <= 100; done++) emit("warm-up", done, 100, 120 * done);
    expect(written.match(/\d+ of 100 images/g)).toEqual(["42 of 100 images", "84 of 100 images"]);

    written = "";
    events.emit("phase", { ...about, phase: "measure", load: listed });
    for (let done = 1; done <= 100; done++) emit("measure", done, 100, 120 * done);
    expect(written.match(/\d+ of 100 images/g)).toBeNull();

    written = "";
    const long = { kind: "constant-rate", ratePerSecond: 10, count: null, durationMs: 12_000 };
    events.emit("phase", { ...about, phase: "measure", load: long });
    for (let done = 1; done <= 100; done++) emit("measure", done, null, 120 * done);
    expect(written.match(/\d+ images after/g)).toEqual(["42 images after", "84 images after"]);
  });

  it("says which of several rounds the progress is of", () => {
    const events = new NodeEmitter();
    let written = "";
    streamText(events, (text) => (written += text));
    const about = { label: "gRPC", title: "gRPC", index: 1, round: 2, rounds: 6 };
    const load = { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: 10, durationMs: null };
    for (const phase of ["warm-up", "measure"]) {
      events.emit("phase", { ...about, phase, load });
      for (const done of [1, 2])
        events.emit("progress", { ...about, phase, done, of: 10, elapsedMs: 3_000 * done });
    }
    const lines = written.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^Round 3 of 6, gRPC: .*2 of 10 payloads/);
  });
});

describe("streamProgress", () => {
  it("says how long a run with several rounds will still take, at most every five seconds", () => {
    const events = new NodeEmitter();
    let written = "";
    streamProgress(events, (text) => (written += text));
    for (let block = 0; block < 12; block++) {
      const elapsedMs = 2_000 * (block + 1);
      events.emit("block", { block, of: 12, elapsedMs, leftMs: 24_000 - elapsedMs });
    }
    const left = [...written.matchAll(/^Round (\d+) of 12 .* (\d+) s left$/gm)].map(
      ([, ...numbers]) => numbers,
    );
    expect(left).toEqual([
      ["1", "22"],
      ["4", "16"],
      ["7", "10"],
      ["10", "4"],
    ]);
    events.emit("block", { block: 0, of: null, elapsedMs: 30_000, leftMs: 600_000 });
    expect(written).toMatch(/^Round 1 \D* 10 min left$/m);
  });
});
