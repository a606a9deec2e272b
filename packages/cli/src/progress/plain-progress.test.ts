import { describe, expect, it } from "vitest";
import { buildContext } from "../fixtures/build-context.js";
import { PlayedClock, playRun } from "./fixtures/play-run.js";
import { startProgress } from "./start-progress.js";

const run = { labels: ["ws", "gRPC"], blocks: 20, slices: 10, sliceMs: 100 };

function played(more: Partial<typeof run & { quiet: boolean }> = {}, stderr = {}): string[] {
  const { quiet = false, ...changed } = more;
  const context = buildContext({ stderr });
  const clock = new PlayedClock();
  const { events, stop } = startProgress(context, { quiet, now: clock.now });
  playRun(events, clock, { ...run, ...changed });
  stop();
  return context.errors;
}

describe("progress without a terminal", () => {
  it("is a line at most every five seconds, with block, time left and medians", () => {
    expect(played()).toEqual([
      "Block 1 complete, about 19 s left. Medians: ws 0.000 ms, gRPC 1.00 ms\n",
      "Block 6 complete, about 14 s left. Medians: ws 0.250 ms, gRPC 1.25 ms\n",
      "Block 11 complete, about 9 s left. Medians: ws 0.500 ms, gRPC 1.50 ms\n",
      "Block 16 complete, about 4 s left. Medians: ws 0.750 ms, gRPC 1.75 ms\n",
    ]);
  });

  it("is at most a line for each block", () => {
    expect(played({ blocks: 3, sliceMs: 10_000 })).toHaveLength(3);
  });

  it("is nothing if it is quiet, on a terminal too", () => {
    expect(played({ quiet: true })).toEqual([]);
    expect(played({ quiet: true }, { isTTY: true })).toEqual([]);
  });

  it("is the same on a dumb terminal", () => {
    expect(played({}, { isTTY: true, columns: 80, rows: 24 })).toEqual(played());
  });

  it("says how many senders have joined, and gives the run its time after the last one", () => {
    const context = buildContext();
    const clock = new PlayedClock();
    const whenWaiting = (url: string) => `Waiting at ${url}\n`;
    const { events } = startProgress(context, { now: clock.now, budgetMs: 10_000, whenWaiting });
    const url = "http://a:1";
    events.join({ url, label: null, joined: 0, of: 4 });
    for (let joined = 1; joined <= 4; joined++) {
      events.join({ url, label: `${joined}`, joined, of: 4 });
      clock.ms += 3_000;
    }
    const start = {
      next: "start",
      label: "ws",
      part: "rounds",
      block: 0,
      of: 1,
      slice: 0,
      slices: null,
    } as const;
    events.pause(start);
    expect(context.errors).toEqual([
      "Waiting at http://a:1\n",
      "1 of 4 senders joined\n",
      "3 of 4 senders joined\n",
      "4 of 4 senders joined\n",
      "Measuring ws\n",
    ]);
  });

  it("has the medians of the cell, in a matrix", () => {
    const context = buildContext();
    const clock = new PlayedClock();
    const { events } = startProgress(context, { now: clock.now });
    const cellOf = (index: number, payload: string) => ({
      index,
      of: 2,
      payload,
      network: "wan",
      load: "closed",
    });
    playRun(events, clock, { ...run, blocks: 1, sliceMs: 600, cell: cellOf(0, "100 B") });
    playRun(events, clock, { ...run, blocks: 2, sliceMs: 600, cell: cellOf(1, "1 MB") });
    expect(context.errors).toEqual([
      "Block 1 complete, 100 B, wan, about 0 s left. Medians: ws 0.000 ms, gRPC 1.00 ms\n",
      "Block 1 complete, 1 MB, wan, about 6 s left. Medians: ws 0.000 ms, gRPC 1.00 ms\n",
      "Block 2 complete, 1 MB, wan, about 0 s left. Medians: ws 0.050 ms, gRPC 1.05 ms\n",
    ]);
  });

  it("names the adapters of a single round, and the search for causes", () => {
    const context = buildContext();
    const { events } = startProgress(context, { now: () => 0 });
    const pause = {
      next: "start",
      label: "ws",
      part: "rounds",
      block: 0,
      of: 1,
      slice: 0,
      slices: 2,
    } as const;
    events.pause(pause);
    expect(context.errors).toEqual(["Measuring ws\n"]);
    const probing = buildContext();
    startProgress(probing).events.pause({ ...pause, part: "probes", of: 5, label: null });
    expect(probing.errors).toEqual(["Looking for causes\n"]);
  });

  it("ends when the run is interrupted, and notes are still written", () => {
    const abort = new AbortController();
    const context = buildContext({ signal: abort.signal });
    const { events, note } = startProgress(context, { now: () => 0 });
    abort.abort("SIGINT");
    events.block({ block: 0, of: null, leftMs: 0 });
    note("Stopping\n");
    expect(context.errors).toEqual(["Stopping\n"]);
  });
});
