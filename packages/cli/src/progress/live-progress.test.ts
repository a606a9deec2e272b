import { beforeAll, describe, expect, it, vi } from "vitest";
import { buildContext } from "../fixtures/build-context.js";
import { Screen } from "../fixtures/screen.js";
import { PlayedClock, playRun } from "./fixtures/play-run.js";
import { loadDrawing } from "./live-progress.js";
import { type Progress, startProgress } from "./start-progress.js";

const run = { labels: ["WebSocket", "gRPC"], blocks: 3, slices: 40, sliceMs: 30 };

/** Live progress on a terminal of this size. */
function onScreen(columns = 60, rows = 24) {
  const screen = new Screen(columns, rows);
  const clock = new PlayedClock();
  const writes: number[] = [];
  const abort = new AbortController();
  const context = buildContext({
    stderr: screen,
    env: { TERM: "xterm" },
    signal: abort.signal,
    err(text) {
      writes.push(clock.ms);
      screen.write(text);
    },
  });
  const progress: Progress = startProgress(context, { now: clock.now });
  return { screen, clock, writes, abort, ...progress };
}

describe("progress on a terminal before its modules are loaded", () => {
  it("has notes at once, and the rest when they are", async () => {
    const { screen, events, note } = onScreen();
    note("Type this\n");
    events.join({ url: "http://a:1", label: "1", joined: 1, of: 3 });
    expect(await screen.lines()).toEqual(["Type this"]);
    await expect.poll(() => screen.lines()).toEqual(["Type this", "1 of 3 senders joined"]);
  });
});

describe("progress on a terminal", () => {
  beforeAll(loadDrawing);

  it("shows block, adapter, time left and medians, in place of what it showed before", async () => {
    const { screen, clock, events } = onScreen();
    playRun(events, clock, { ...run, blocks: 1 });
    playRun(events, clock, { ...run, blocks: 1, slices: 3, sliceMs: 300, of: 4 });
    expect(await screen.lines()).toEqual([
      "Block 1 of 4: collecting",
      "[####################] about 0 s left",
      "Medians so far:",
      "  WebSocket  0.000 ms",
      "  gRPC        1.00 ms",
    ]);
  });

  it("shows how many senders have joined below what to type there", async () => {
    const { screen, events, note } = onScreen();
    const url = "http://a:1";
    note("Type this\n");
    for (const joined of [1, 2]) events.join({ url, label: `${joined}`, joined, of: 3 });
    expect(await screen.lines()).toEqual(["Type this", "2 of 3 senders joined"]);
  });

  it("is drawn four times a second at most, and once more for each block", () => {
    const { clock, events, writes } = onScreen();
    playRun(events, clock, run);
    const seconds = clock.ms / 1_000;
    expect(writes.length).toBeGreaterThan(seconds);
    expect(writes.length).toBeLessThanOrEqual(4 * seconds + run.blocks);
  });

  it("is not drawn while a slice runs", () => {
    vi.useFakeTimers();
    try {
      const { clock, events, writes } = onScreen();
      const drawn: number[] = [];
      playRun(events, clock, run, () => {
        const before = writes.length;
        vi.advanceTimersByTime(10_000);
        drawn.push(writes.length - before);
      });
      expect(writes.length).toBeGreaterThan(0);
      expect(drawn).toEqual(Array.from({ length: run.blocks * run.slices }, () => 0));
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([60, 20, 100])("fits into %i columns", async (columns) => {
    const { screen, clock, events } = onScreen(columns);
    const labels = [
      "an adapter with a label that is longer than any terminal is wide, at least this one",
      "ws",
    ];
    playRun(events, clock, { ...run, labels });
    const lines = await screen.lines();
    expect(lines).toHaveLength(5);
    for (const line of lines) expect([...line].length).toBeLessThan(columns);
  });

  it("fits into a low terminal, and says how many adapters are left out", async () => {
    const { screen, clock, events } = onScreen(60, 10);
    const labels = Array.from({ length: 14 }, (_, index) => `adapter ${index + 1}`);
    playRun(events, clock, { ...run, labels });
    const lines = await screen.lines();
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).toBe("  and 9 more");
  });

  it("leaves nothing behind when the window gets narrower", async () => {
    const { screen, clock, events, stop } = onScreen(100);
    playRun(events, clock, run);
    await screen.resize(60, 24);
    playRun(events, clock, run);
    expect(await screen.lines()).toHaveLength(5);
    stop();
    expect(await screen.lines()).toEqual([]);
  });

  it("keeps notes above it, and removes itself at the end", async () => {
    const { screen, clock, events, note, stop } = onScreen();
    playRun(events, clock, run);
    note("a note\n");
    expect((await screen.lines())[0]).toBe("a note");
    expect(await screen.lines()).toHaveLength(6);
    stop();
    stop();
    expect(await screen.lines()).toEqual(["a note"]);
  });

  it("removes itself when the run is interrupted, and never hides the cursor", async () => {
    const { screen, clock, events, abort } = onScreen();
    playRun(events, clock, run);
    abort.abort("SIGINT");
    playRun(events, clock, run);
    expect(await screen.lines()).toEqual([]);
    expect(screen.written).not.toContain("\u001B[?25l");
  });
});
