import { EventEmitter as NodeEmitter } from "node:events";
import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { BenchmarkResult } from "../result/result.js";
import { formatComparison, formatText, streamText, typicalRound } from "./index.js";

/** Emits the events of a run with this result. */
function replay(emitter: { emit(name: string, event: unknown): unknown }, result: BenchmarkResult): void {
  const of = result.settings.rounds;
  for (const [index, timing] of result.timings.entries()) {
    const about = { label: timing.label, title: timing.adapter.title, index };
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
});
