// `pnpm bench rest`: how fast a slice is at its start and later, and whether both of its ends run on one core.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { grpc } from "@wireduel/adapter-grpc";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import { type Adapter, type PauseEvent, runBenchmark } from "@wireduel/core";
import { descendantsOf } from "../processes/linux-processes.js";
import { median, three } from "../results/numbers.js";
import { textTable } from "../results/table.js";
import type { Look, WatchOrder } from "./watch-thread.js";

const SLICES = 12;
const SLICE_MS = 240;
/** The parts of a slice that are reported. */
const PART_MS = 20;
const WARMUP = 10_000;
const PARTS = Array.from({ length: SLICE_MS / PART_MS }, (_, part) => part * PART_MS);
const ADAPTERS: readonly { readonly name: string; readonly make: (label: string) => Adapter }[] = [
  { name: "tcp", make: (label) => tcp({ profile: "tuned", label }) },
  { name: "ws", make: (label) => ws({ profile: "tuned", label }) },
  { name: "gRPC", make: (label) => grpc({ profile: "tuned", label }) },
];

/** One slice: when it began, and when its payloads were sent, after that. */
interface SentSlice {
  readonly beganAtMs: number;
  readonly sentAfterMs: readonly number[];
}

export default async function rest(): Promise<void> {
  if (process.platform !== "linux") throw new Error("only Linux says on which core a process runs");
  const columns: string[][] = [];
  for (const { name, make } of ADAPTERS) {
    const { slices, looks } = await measure(make);
    columns.push(
      [`${name}, messages/ms`, ...PARTS.map((from) => three(median(rates(slices, from))))],
      ["on one core", ...PARTS.map((from) => percent(shareOnOneCore(slices, looks, from)))],
    );
  }
  const [head, ...rows] = ["", ...PARTS.map((from) => `${from} to ${from + PART_MS} ms`)].map(
    (first, row) => [first, ...columns.map((column) => column[row] as string)],
  );
  console.log(
    `100 B, one in flight. The slices of two equal adapters take turns, so each begins after a rest of ${SLICE_MS} ms. By the time since ` +
      `it began: messages a millisecond (medians of ${SLICES - 1} slices of one adapter), and how often both ends were on one core.\n`,
  );
  console.log(textTable(head as string[], rows));
}

async function measure(
  make: (label: string) => Adapter,
): Promise<{ readonly slices: readonly SentSlice[]; readonly looks: readonly Look[] }> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const began: number[] = [];
  let watch: Worker | undefined;
  let looked: Promise<unknown[]> | undefined;
  const pause = ({ next, block, label }: PauseEvent) => {
    if (block > 0) return;
    if (next === "measure" && watch === undefined) {
      const workerData: WatchOrder = { pids: descendantsOf(process.pid), stop };
      watch = new Worker(new URL("./watch-thread.js", import.meta.url), { workerData });
      looked = once(watch, "message");
    }
    if (next === "measure" && label === "watched") began.push(performance.timeOrigin + performance.now());
    if (next === "finish") {
      Atomics.store(stop, 0, 1);
      Atomics.notify(stop, 0);
    }
  };
  const { status, timings } = await runBenchmark({
    adapters: [make("watched"), make("other")],
    payload: { sizeBytes: 100, distinct: 1 },
    load: { kind: "closed-loop", durationMs: SLICES * SLICE_MS },
    slices: SLICES,
    // Slices need two.
    rounds: 2,
    warmupCount: WARMUP,
    explain: false,
    maxTransmissions: 200_000,
    events: { pause },
  });
  const round = timings[0]?.rounds[0];
  if (status !== "completed" || round === undefined || looked === undefined)
    throw new Error(`the run ${status}`);
  const [looks] = (await looked) as [Look[]];
  let place = 0;
  const slices = round.slices.map(({ acknowledged }, slice): SentSlice => {
    const own = round.transmissions.slice(place, place + acknowledged);
    place += acknowledged;
    const first = own[0]?.sentAfterMs ?? 0;
    const sentAfterMs = own.map((one) => (one.sentAfterMs ?? first) - first);
    return { beganAtMs: began[slice] as number, sentAfterMs };
  });
  // The first one begins after the warm-up of the other adapter.
  return { slices: slices.slice(1), looks };
}

/** Messages a millisecond of each slice, in the part of it that begins at `from`. */
function rates(slices: readonly SentSlice[], from: number): number[] {
  return slices.map(
    ({ sentAfterMs }) => sentAfterMs.filter((ms) => ms >= from && ms < from + PART_MS).length / PART_MS,
  );
}

/** In how many of the looks both ends were on one core. The ends are the two processes that worked most in the slice. */
function shareOnOneCore(slices: readonly SentSlice[], looks: readonly Look[], from: number): number {
  const same = slices.flatMap(({ beganAtMs }) => {
    const within = (fromMs: number, toMs: number) =>
      looks.filter(({ atMs }) => atMs >= beganAtMs + fromMs && atMs < beganAtMs + toMs);
    const all = within(0, SLICE_MS);
    const used = (end: number) => (all.at(-1)?.cpuUs[end] ?? 0) - (all[0]?.cpuUs[end] ?? 0);
    const busiest = [...(all[0]?.cpuUs.keys() ?? [])].sort((a, b) => used(b) - used(a));
    const [one, other] = busiest as [number, number];
    return within(from, from + PART_MS).map(({ cores }) => cores[one] === cores[other]);
  });
  return same.filter(Boolean).length / same.length;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
