import type { HeapProfiler, Profiler, Runtime } from "node:inspector";
import { describe, expect, it } from "vitest";
import { allocationRows, cpuRows, ownerRows } from "./profile-rows.js";

function place(functionName: string, url: string): Runtime.CallFrame {
  return { functionName, url, scriptId: "1", lineNumber: 0, columnNumber: 0 };
}

const consume = place("consume", "file:///x/node_modules/.pnpm/ws@8/node_modules/ws/lib/receiver.js");
const send = place("send", "file:///x/packages/core/dist/index.js");

function cpuProfile(times: readonly (readonly [Runtime.CallFrame, number])[]): Profiler.Profile {
  return {
    startTime: 0,
    endTime: 0,
    nodes: times.map(([callFrame], id) => ({ id, callFrame })),
    samples: times.map((_, id) => id),
    timeDeltas: times.map(([, time]) => time),
  };
}

describe("cpuRows", () => {
  it("lists shares by function and owner, the largest first, without idle time", () => {
    const profile = cpuProfile([
      [send, 100],
      [place("(idle)", ""), 5_000],
      [consume, 300],
    ]);
    expect(cpuRows(profile)).toEqual([
      ["consume  ws/lib/receiver.js", "75.0 %"],
      ["send  @wireduel/core", "25.0 %"],
    ]);
  });

  it("sums a function over several call sites, and omits tiny shares", () => {
    const profile = cpuProfile([
      [send, 600],
      [consume, 5],
      [send, 395],
    ]);
    expect(cpuRows(profile)).toEqual([["send  @wireduel/core", "99.5 %"]]);
  });
});

describe("ownerRows", () => {
  it("lists shares by package, with Node, native code and the garbage collector apart", () => {
    const grpc = "file:///x/node_modules/.pnpm/grpc@1/node_modules/@grpc/grpc-js/build/src";
    const profile = cpuProfile([
      [send, 10],
      [place("record", "file:///x/packages/core/dist/recorder.js"), 5],
      [place("write", `${grpc}/stream-decoder.js`), 20],
      [place("read", `${grpc}/call.js`), 20],
      [consume, 15],
      [place("afterWrite", "node:internal/streams/writable"), 12],
      [place("writev", ""), 8],
      [place("(program)", ""), 6],
      [place("(garbage collector)", ""), 4],
      [place("(idle)", ""), 5_000],
    ]);
    expect(ownerRows(profile)).toEqual([
      ["@grpc/grpc-js", "40.0 %"],
      ["@wireduel/core", "15.0 %"],
      ["ws", "15.0 %"],
      ["(native and generated code)", "14.0 %"],
      ["Node's JavaScript", "12.0 %"],
      ["(garbage collector)", "4.0 %"],
    ]);
  });
});

describe("allocationRows", () => {
  it("lists bytes per message, and their sum", () => {
    const node = (callFrame: Runtime.CallFrame, selfSize: number, id: number) => ({
      callFrame,
      selfSize,
      id,
      children: [] as HeapProfiler.SamplingHeapProfileNode[],
    });
    const head = { ...node(send, 2_000, 1), children: [node(consume, 6_000, 2), node(place("", ""), 0, 3)] };
    expect(allocationRows(head, 100)).toEqual([
      ["consume  ws/lib/receiver.js", "60"],
      ["send  @wireduel/core", "20"],
      ["all", "80"],
    ]);
  });
});
