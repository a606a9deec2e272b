import { protobuf, protobufParts } from "@wireduel/adapter-grpc";
import type { Load } from "@wireduel/core";
import { type Codec, codecs, systemClock } from "@wireduel/core/adapter";
import { Bench } from "tinybench";
import { formatBytes } from "../cells/cell.js";
import { binaryReceipts, pacerOf, Recorder, type Sample } from "../internals.js";

/** The cost of one operation. */
export interface MicroPart {
  readonly name: string;
  /** Median of the samples, nanoseconds. */
  readonly p50Ns: number;
  /** 99th percentile of the samples, nanoseconds. */
  readonly p99Ns: number;
  readonly samples: number;
  /** Operations per sample. Short operations are timed by the thousand. */
  readonly operationsPerSample: number;
}

const { raw, jsonArray, jsonBase64 } = codecs;
const COPIES_NOTHING: readonly Codec[] = [raw, protobufParts];
/** Short operations per sample, so that reading the clock (about 100 ns) has no effect. */
const BATCH = 1_000;

const LOADS: readonly Load[] = [
  { kind: "closed-loop", concurrency: 64, thinkTimeMs: 0, count: null, durationMs: null },
  { kind: "constant-rate", ratePerSecond: 1_000, count: null, durationMs: 1e9 },
  { kind: "poisson", ratePerSecond: 1_000, seed: 1, count: null, durationMs: 1e9 },
  { kind: "stages", stages: [{ ratePerSecond: { from: 1_000, to: 2_000 }, durationMs: 1e9 }], count: null },
];

/**
 * Measures each part of the timed path on its own, with tinybench.
 * @param timeMs the minimum duration of each part
 */
export async function priceMicroParts(timeMs: number): Promise<MicroPart[]> {
  const bench = new Bench({
    time: timeMs,
    iterations: 8,
    warmupTime: timeMs / 2,
    warmupIterations: 4,
    throws: true,
  });
  const operations = new Map<string, number>();
  const add: Add = (name, operationsPerSample, run, beforeEach = () => {}) => {
    operations.set(name, operationsPerSample);
    bench.add(name, run, { beforeEach });
  };
  addCodecs(add);
  addReceipts(add);
  addPacers(add);
  addRecording(add);
  await bench.run();
  return bench.tasks.map(({ name, result }) => {
    if (!("latency" in result)) throw new Error(`${name}: ${result.state}`);
    const { latency } = result;
    const operationsPerSample = operations.get(name) ?? 1;
    const ns = (ms: number) => (ms * 1e6) / operationsPerSample;
    return {
      name,
      p50Ns: ns(latency.p50),
      p99Ns: ns(latency.p99),
      samples: latency.samplesCount,
      operationsPerSample,
    };
  });
}

type Add = (name: string, operationsPerSample: number, run: () => void, beforeEach?: () => void) => void;

function addCodecs(add: Add): void {
  for (const payloadBytes of [100, 1_000_000]) {
    const payload = Buffer.alloc(payloadBytes);
    for (let index = 0; index < payloadBytes; index++) payload[index] = (index * 7919) & 0xff;
    for (const codec of [raw, jsonArray, jsonBase64, protobuf, protobufParts]) {
      const times = payloadBytes < 1_000 || COPIES_NOTHING.includes(codec) ? BATCH : 1;
      const message = { sequence: 123_456, payload };
      const frame = Buffer.concat(codec.encode(message));
      const name = `${codec.name}, ${formatBytes(payloadBytes)}`;
      add(`encode ${name}`, times, () => repeat(times, () => codec.encode(message)));
      add(`decode ${name}`, times, () => repeat(times, () => codec.decode(frame)));
    }
  }
}

function addReceipts(add: Add): void {
  const receipt = { sequence: 123_456, status: "decoded", receivedAt: 1.5e15, decodedAt: 1.6e15 } as const;
  const receipts: readonly (readonly [string, NonNullable<Codec["receipts"]>])[] = [
    ["25 bytes", binaryReceipts],
    ["protobuf", protobuf.receipts ?? binaryReceipts],
  ];
  for (const [name, codec] of receipts) {
    const frame = Buffer.concat(codec.encode(receipt));
    add(`encode receipt, ${name}`, BATCH, () => repeat(BATCH, () => codec.encode(receipt)));
    add(`decode receipt, ${name}`, BATCH, () => repeat(BATCH, () => codec.decode(frame)));
  }
}

function addPacers(add: Add): void {
  for (const load of LOADS) {
    const pacer = pacerOf(load);
    let atNs = 0;
    add(`pacer ${load.kind}: due, taken, settled`, BATCH, () =>
      repeat(BATCH, () => {
        pacer.due();
        pacer.taken();
        atNs += 1_000;
        pacer.settled(atNs);
      }),
    );
  }
}

function addRecording(add: Add): void {
  const sample: Sample = {
    sequence: 0,
    connection: 0,
    payloadBytes: 100,
    frameBytes: 108,
    error: undefined,
    dueAt: 1e9,
    sentAt: 1e9 + 100,
    encodedAt: 1e9 + 900,
    receivedAt: 1e9 + 60_000,
    decodedAt: 1e9 + 61_000,
    acknowledgedAt: 1e9 + 120_000,
  };
  const recorderKeeping = (keep: number) => {
    const options = { firstSequence: 0, scheduled: true, offsetOf: () => 0, shiftNs: 0, clock: turnedByHand };
    const recorder = new Recorder({ keep, ...options });
    recorder.begin(1e9);
    return recorder;
  };
  const append = (recorder: Recorder) => {
    for (let sequence = 0; sequence < BATCH; sequence++) {
      sample.sequence = sequence;
      recorder.append(sample);
    }
  };
  let keeping = recorderKeeping(BATCH);
  // Kept samples would fill the memory, so each measurement gets a new recorder.
  add(
    "recorder: append a sample that is kept",
    BATCH,
    () => append(keeping),
    () => {
      keeping = recorderKeeping(BATCH);
    },
  );
  const folding = recorderKeeping(0);
  add("recorder: append a sample, and fold it into histograms", BATCH, () => {
    append(folding);
    turnedByHand.turn();
  });
}

/** A clock with manual turns of the event loop, so that folding is measured, too. */
const turnedByHand = {
  ...systemClock,
  waiting: [] as (() => void)[],
  setImmediate(run: () => void): () => void {
    this.waiting.push(run);
    return () => {};
  },
  turn(): void {
    for (let run = this.waiting.pop(); run; run = this.waiting.pop()) run();
  },
};

function repeat(times: number, run: () => unknown): void {
  for (let index = 0; index < times; index++) run();
}
