import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { tcpTarget, withTarget } from "../../network/tcp-url.js";
import { collectGarbage } from "../collect-garbage.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { LeakWatch } from "../leak-watch.js";
import { type LinkCycles, withCycles } from "../link-cycles.js";
import { numberedFrame, type Pair, withPair } from "../pair.js";
import type { ResourceScope } from "../resource-scope.js";
import { soon, until } from "../waiting.js";

/** Half of them close at one end, half at the other. */
const CYCLES = 12;
const TOLERATED = CYCLES / 2 - 2;

const FRAMES_PER_PASS = 3_000;
/** For adapters that need more than `SLOW_MS` of CPU time for a pass. */
const FRAMES_OF_SLOW = 1_000;
const SLOW_MS = 400;
const IN_FLIGHT = 250;
const STAGES = 5;
/** A message that is kept needs more, if only its number is kept. */
const LEAK_BYTES = 20;
/** What an engine may need for the code of an adapter, however few frames are sent. */
const LEAST_LEAK_BYTES = 400_000;

/** What stays in memory without keeping the process alive. */
export const leaks: readonly ConformanceCase[] = [
  ...inBothDirections("leaves no handler, timer, socket or memory of links that have closed", forgetsLinks),
  ...inBothDirections("leaves no handler, timer, socket or memory of dials that failed", forgetsDials),
  // In one direction only, because it takes long.
  {
    name: "keeps nothing of frames and replies that have passed",
    run: (createAdapter) => forgetsFrames(createAdapter()),
  },
];

async function forgetsLinks(adapter: Adapter, direction: Direction): Promise<void> {
  await inCycles(adapter, direction, async (cycles, scope) => {
    const watch = await LeakWatch.start(cycles, scope, TOLERATED);
    for (let index = 0; index < CYCLES; index++) {
      await cycles.cycle(index % 2 === 0 ? "dialling end" : "listening end");
    }
    await watch.nothingLeft(`${CYCLES} links that closed`);
  });
}

async function forgetsDials(adapter: Adapter, direction: Direction): Promise<void> {
  await inCycles(adapter, direction, async (cycles, scope) => {
    const { endpoint } = cycles;
    await cycles.stopListening();
    const watch = await LeakWatch.start(cycles, scope, TOLERATED);
    for (let index = 0; index < CYCLES / 2; index++) {
      await assert.rejects(cycles.dial(endpoint), "dial resolved, though nothing listens there");
    }
    await dialsIntoClosing(cycles, endpoint.url);
    await watch.nothingLeft(`${CYCLES} dials that failed`);
  });
}

/** Dials a server that closes each connection at once. */
async function dialsIntoClosing(cycles: LinkCycles, url: string): Promise<void> {
  if (tcpTarget(url) === undefined) return;
  const server = createServer((socket) => socket.on("error", () => {}).destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  try {
    for (let index = 0; index < CYCLES / 2; index++) {
      const ended = cycles.dial({ url: withTarget(url, { host: "127.0.0.1", port }) }).then(
        ({ closed }) => closed,
        () => undefined,
      );
      await soon(ended, "the end of a dial whose connection was closed at once");
    }
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Opens a listening end, and one link of each kind, so that what a library keeps for all of them exists. */
async function inCycles(
  adapter: Adapter,
  direction: Direction,
  use: (cycles: LinkCycles, scope: ResourceScope) => Promise<void>,
): Promise<void> {
  await withCycles(adapter, direction, (cycles, scope) =>
    scope.run(async () => {
      await cycles.listen();
      for (const end of ["dialling end", "listening end"] as const) await cycles.cycle(end);
      await use(cycles, scope);
    }),
  );
}

async function forgetsFrames(adapter: Adapter): Promise<void> {
  await withPair(adapter, {}, async (pair) => {
    const before = process.cpuUsage();
    await pass(pair, FRAMES_OF_SLOW);
    const { user, system } = process.cpuUsage(before);
    const isSlow = ((user + system) / 1_000) * (FRAMES_PER_PASS / FRAMES_OF_SLOW) > SLOW_MS;
    const frames = isSlow ? FRAMES_OF_SLOW : FRAMES_PER_PASS;
    const startBytes = await levelAfter(pair, frames);
    let grownBytes = 0;
    let sent = 0;
    // What the engine needs for code that runs often levels off. What is kept for each frame does not.
    for (let stage = 0; stage < STAGES; stage++) {
      grownBytes = (await levelAfter(pair, frames)) - startBytes;
      sent += 2 * frames;
      if (grownBytes < LEAK_BYTES * sent) return;
    }
    assert(
      grownBytes < LEAST_LEAK_BYTES,
      `memory grew by ${(grownBytes / sent).toFixed(0)} bytes for each of ${sent} frames that were answered`,
    );
  });
}

/** The lower of two sizes of the heap, after a pass each. */
async function levelAfter(pair: Pair, frames: number): Promise<number> {
  const levels: number[] = [];
  for (let index = 0; index < 2; index++) {
    await pass(pair, frames);
    await collectGarbage();
    levels.push(process.memoryUsage().heapUsed);
  }
  return Math.min(...levels);
}

async function pass(pair: Pair, frames: number): Promise<void> {
  for (let sent = 0; sent < frames; ) {
    const end = Math.min(frames, sent + IN_FLIGHT);
    for (; sent < end; sent++) pair.send([numberedFrame(sent, 40)]);
    await until(
      () => pair.replies.length >= end || pair.errors.length > 0,
      () => `${pair.replies.length} of ${end} replies arrived`,
      () => pair.replies.length,
    );
    if (pair.errors.length > 0) throw pair.errors[0];
  }
  pair.received.length = 0;
  pair.replies.length = 0;
}
