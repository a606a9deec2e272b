import type { Adapter, Direction } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections, type Suite } from "../conformance-case.js";
import { fitting } from "../frame-limit.js";
import { withPair } from "../pair.js";
import { answerOf, Traffic, type TrafficOptions } from "../traffic.js";
import { startPause } from "./pause.js";

/** Above 65,536, so that a counter of 16 bits overflows. */
const FRAMES = 70_000;
/** Above 10,000, another usual limit. Sent even if they take more than `MOST_CPU_MS`. */
const LEAST_FRAMES = 12_000;
/**
 * About how much CPU time the frames may take. An adapter that makes a call for each frame needs more for all.
 * Not wall time, so that a busy machine sends as many.
 */
const MOST_CPU_MS = { upload: 3_000, push: 1_000 };
const IN_FLIGHT = 1_000;
const BATCH = 250;
const MIB = 2 ** 20;

// More frames, and more bytes at once, than in any other case.
const cases: readonly ConformanceCase[] = [
  ...inBothDirections(`carries ${FRAMES} frames, each once, unchanged and in the claimed order`, carriesMany),
  ...inBothDirections("carries 40 MiB that are under way at once", (adapter, direction) =>
    carriesAtOnce(adapter, direction, [
      { frames: 32, bytesOf: () => fitting(adapter, MIB + 5) },
      { frames: 2_048, bytesOf: (id) => 4_096 + (id % 9) },
    ]),
  ),
  ...inBothDirections("carries 24 MiB of replies that are under way at once", (adapter, direction) =>
    carriesAtOnce(adapter, direction, [
      { frames: 16, bytesOf: () => 20, replyBytesOf: () => fitting(adapter, MIB) },
      { frames: 2_048, bytesOf: () => 20, replyBytesOf: (id) => 4_096 + (id % 9) },
    ]),
  ),
];

/** Another pair is idle meanwhile. */
export const heavyLoad: readonly ConformanceCase[] = cases.map((one) => ({
  ...one,
  run(createAdapter, suite) {
    void startPause(createAdapter);
    return one.run(createAdapter, suite);
  },
}));

async function carriesMany(adapter: Adapter, direction: Direction, { report }: Suite): Promise<void> {
  const { ordered } = adapter.supports;
  await withPair(adapter, { direction }, async (pair) => {
    const traffic = new Traffic(pair, {
      count: FRAMES,
      bytesOf: (id) => fitting(adapter, mostlySmall(id)),
      ordered,
    });
    const before = process.cpuUsage();
    const cpuMs = () => {
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    const inTime = () => cpuMs() < MOST_CPU_MS[direction];
    while (traffic.sent < FRAMES && (traffic.sent < LEAST_FRAMES || inTime())) {
      traffic.send(Math.min(BATCH, FRAMES - traffic.sent));
      await traffic.settle(IN_FLIGHT - BATCH);
    }
    await traffic.finish();
    traffic.checkAgain();
    report({
      measure: "framesCarried",
      value: traffic.sent,
      floor: null,
      notable: false,
      message: `${traffic.sent} of ${FRAMES} frames were sent, in ${cpuMs().toFixed(0)} ms of CPU time`,
    });
  });
}

/** Small frames as in a busy stream, and some that span several reads of a socket. */
function mostlySmall(id: number): number {
  if (id % 5_000 === 4_999) return 70_000;
  if (id % 500 === 499) return 5_000;
  return 4 + ((id * 37) % 120);
}

interface Burst extends Pick<TrafficOptions, "bytesOf" | "replyBytesOf"> {
  readonly frames: number;
}

/** Sends each burst in one turn of the event loop, so that nothing of it can leave before. */
async function carriesAtOnce(
  adapter: Adapter,
  direction: Direction,
  bursts: readonly Burst[],
): Promise<void> {
  const { ordered } = adapter.supports;
  for (const burst of bursts) {
    await withPair(adapter, { direction, answer: answerOf(burst) }, async (pair) => {
      const traffic = new Traffic(pair, { ...burst, count: burst.frames, ordered });
      traffic.send(burst.frames);
      await traffic.finish();
    });
  }
}
