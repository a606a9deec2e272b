import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { type Frame, frameBytes } from "../../codec/frame.js";
import { type ConformanceCase, inBothDirections, type Suite } from "../conformance-case.js";
import { fitting } from "../frame-limit.js";
import { numberedFrame, type Pair, withPair } from "../pair.js";
import { openRawEcho, type RawEcho } from "../raw-echo.js";
import { openRelayedPair } from "../relayed-pair.js";
import { medianOf, timesOf } from "../timing.js";
import { soon } from "../waiting.js";

const ROUNDS = 5;
const EXCHANGES = 20;
/** Median idle time that no right adapter can have: the kernel passes on a local frame in the same turn. */
const WAITS_MS = 0.5;
const NOTABLE_MS = 0.1;
/** The shortest of many exchanges is never this long, however slow the machine is. */
const TOO_LONG_MS = 5;

/** A switched network that is far slower than the work of an adapter, so that round trips can be counted. */
const NETWORK = { name: "custom", delayMs: 4, jitterMs: 0, rateMbps: null, seed: 1 } as const;
const ROUND_TRIP_MS = 2 * NETWORK.delayMs;
const NETWORK_ROUNDS = 3;
const NETWORK_EXCHANGES = 5;
/** Kernels delay acknowledgements by at least 40 ms. */
const DELAYED_ACK_MS = 20;

/** Frames that are sent together, whose replies are waited for. */
const EXCHANGE_KINDS = {
  "a small frame": [[numberedFrame(1, 60)]],
  "a frame of three parts": [[numberedFrame(1, 8), numberedFrame(2, 100), numberedFrame(3, 20)]],
  "a frame of 50,000 bytes": [[numberedFrame(1, 50_000)]],
  "12 frames": Array.from({ length: 12 }, (_, id) => [numberedFrame(id, 8), numberedFrame(id, 100)]),
} as const satisfies Readonly<Record<string, readonly Frame[]>>;

/** Time that an adapter lets pass without need. */
export const lostTime: readonly ConformanceCase[] = [
  ...inBothDirections("lets no frame or reply wait for a timer", waitsForNothing),
  ...inBothDirections("loses no time on a delayed network", losesNothing),
];

async function waitsForNothing(adapter: Adapter, direction: Direction, { report }: Suite): Promise<void> {
  const pinger = new Pinger();
  await withPair(adapter, { direction, onReply: pinger.onReply }, async (pair) => {
    const echo = await openRawEcho(null);
    try {
      for (const [kind, frames] of Object.entries(EXCHANGE_KINDS)) {
        if (frames.some((frame) => frameBytes(frame) > fitting(adapter, frameBytes(frame)))) continue;
        await pinger.exchange(pair, frames);
        const waits: number[] = [];
        const floors: number[] = [];
        const walls: number[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          // An adapter may compress or encrypt in a thread of its own: two ends, two hops.
          const hops = await timesOf(EXCHANGES, threadHop);
          const raw = await timesOf(EXCHANGES, () => echo.exchange(100));
          const { idle, wall } = await timesOf(EXCHANGES, () => pinger.exchange(pair, frames));
          waits.push(medianOf(idle));
          floors.push(medianOf(raw.idle) + 4 * medianOf(hops.idle));
          walls.push(...wall);
        }
        // A busy machine can lengthen a round, but it cannot shorten one.
        const waitMs = Math.min(...waits);
        const floor = Math.max(...floors);
        const shortestMs = Math.min(...walls);
        report({
          measure: "waitMs",
          value: waitMs,
          floor,
          notable: waitMs > floor + NOTABLE_MS,
          message: `${kind}: both ends were idle for ${waitMs.toFixed(2)} ms until the reply (median of the best of ${ROUNDS} rounds)`,
        });
        assert(
          waitMs < floor + WAITS_MS,
          `${kind}: both ends were idle for ${waitMs.toFixed(2)} ms until the reply, in the median of every round. ` +
            `A plain TCP socket was idle for ${floor.toFixed(2)} ms. Something waits for a timer, or for the kernel (set \`noDelay\`)`,
        );
        assert(
          shortestMs < TOO_LONG_MS || kind === "12 frames",
          `${kind}: the shortest of ${walls.length} exchanges took ${shortestMs.toFixed(1)} ms`,
        );
      }
    } finally {
      await echo.close();
    }
  });
}

async function losesNothing(adapter: Adapter, direction: Direction, { report }: Suite): Promise<void> {
  const pinger = new Pinger();
  const opened = await openRelayedPair(adapter, { direction, onReply: pinger.onReply }, NETWORK);
  const echo = await openRawEcho(NETWORK);
  try {
    const single = EXCHANGE_KINDS["a frame of three parts"];
    const alone = await extraTime(() => pinger.exchange(opened.pair, single), echo);
    const second = await extraTime(() => pinger.exchange(opened.pair, [single[0], single[0]]), echo);
    for (const [kind, { extraMs, floorMs }] of [
      ["a frame", alone],
      ["two frames, one after the other", second],
    ] as const) {
      const trips = extraMs / ROUND_TRIP_MS;
      report({
        measure: "networkWaitMs",
        value: extraMs,
        floor: floorMs,
        notable: trips > 0.75,
        message:
          `${kind}: ${extraMs.toFixed(1)} ms longer than ${floorMs.toFixed(1)} ms of a plain TCP socket ` +
          `on a network with a round trip of ${ROUND_TRIP_MS} ms (${trips.toFixed(1)} round trips more)`,
      });
    }
    assert(
      alone.extraMs < DELAYED_ACK_MS,
      `a frame took ${alone.extraMs.toFixed(1)} ms longer than ${alone.floorMs.toFixed(1)} ms of a plain TCP socket, ` +
        "in every round. The kernel holds back small writes (set `noDelay`, or write a frame at once)",
    );
  } finally {
    await echo.close();
    await opened.close();
  }
}

/** How much longer an exchange takes than over a plain TCP socket, in the round with the least difference. */
async function extraTime(
  exchange: () => Promise<void>,
  echo: RawEcho,
): Promise<{ extraMs: number; floorMs: number }> {
  let best = { extraMs: Number.POSITIVE_INFINITY, floorMs: 0 };
  for (let round = 0; round < NETWORK_ROUNDS; round++) {
    // At the same time, because they only wait.
    const [times, raw] = await Promise.all([
      timesOf(NETWORK_EXCHANGES, exchange),
      timesOf(NETWORK_EXCHANGES, () => echo.exchange(140)),
    ]);
    const floorMs = medianOf(raw.wall);
    const extraMs = medianOf(times.wall) - floorMs;
    if (extraMs < best.extraMs) best = { extraMs, floorMs };
  }
  return best;
}

function threadHop(): Promise<void> {
  return new Promise((resolve) => randomBytes(64, () => resolve()));
}

/** Sends frames and waits for their replies, without polling. */
class Pinger {
  #missing = 0;
  #done: () => void = () => {};

  readonly onReply = (): void => {
    if (--this.#missing === 0) this.#done();
  };

  async exchange(pair: Pair, frames: readonly Frame[]): Promise<void> {
    this.#missing = frames.length;
    const done = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    for (const frame of frames) pair.send(frame);
    await soon(done, `${frames.length} replies`);
    pair.received.length = 0;
  }
}
