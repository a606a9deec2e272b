import { type Cell, formatBytes, type Metric } from "../cells/cell.js";
import { planTransfer, type TransferShape } from "../cells/plan-transfer.js";
import type { VariantName } from "../cells/variants.js";

/** `at-most`: lower is better. */
export type Bound = "at-most" | "at-least";

/** A performance goal of Wireduel. */
export type Target = RatioTarget | ValueTarget;

/** One cell compared with another, by the medians of their rounds. */
export interface RatioTarget {
  readonly kind: "ratio";
  readonly what: string;
  readonly a: Cell;
  readonly b: Cell;
  readonly metric: Metric;
  readonly bound: Bound;
  readonly limit: number;
  /** Two cells of the same variant and load. Their ratio shows the noise of the machine. */
  readonly same: readonly [Cell, Cell];
}

/** One number in its own unit. */
export interface ValueTarget {
  readonly kind: "value";
  readonly what: string;
  readonly cell: Cell;
  readonly metric: Metric;
  readonly bound: Bound;
  readonly limit: number;
}

const MB = 1_000_000;
const SMALL = 100;
const MANY = 1_024;

/** Core alone, over the memory adapter. About a second: rounds of 0.1 s varied by a factor of 1.9. */
const CORE: Cell = {
  kind: "core",
  payloadBytes: SMALL,
  inFlight: 1,
  connections: 1,
  warmupCount: 100_000,
  count: 500_000,
};

/** Core alone with 1,024 payloads in flight, over so many connections together. */
const coreOver = (connections: number, again?: true): Cell => ({
  kind: "core",
  payloadBytes: SMALL,
  inFlight: MANY,
  connections,
  ...(again && { again }),
  warmupCount: Math.ceil(100_000 / connections),
  count: 200_000,
});

const STARTED = [
  ["tcp", "tcp tuned"],
  ["ws push", "ws push tuned"],
  ["grpc", "gRPC bidi tuned"],
] as const satisfies readonly (readonly [VariantName, string])[];

const transmission = ratiosOf("transmissionMs", "transmission time");

/** In the order in which they are reported. */
export const TARGETS: readonly Target[] = [
  transmission("ws push tuned / TCP floor", "ws push", "tcp", MB, 1.25),
  transmission("ws push tuned / TCP floor", "ws push", "tcp", 5 * MB, 1.25),
  transmission("ws push tuned / TCP floor", "ws push", "tcp", SMALL, 1.15),
  transmission("ws upload with zero mask / TCP floor", "ws zero mask", "tcp", MB, 1.2),
  transmission("ws upload with zero mask / TCP floor", "ws zero mask", "tcp", 5 * MB, 1.2),
  transmission("ws upload tuned / TCP floor", "ws upload", "tcp", MB, 2),
  transmission("gRPC bidi tuned / bare http2 stream", "grpc", "bare http2", MB, 1.3),
  transmission("gRPC bidi tuned / bare http2 stream", "grpc", "bare http2", 5 * MB, 1.3),
  transmission("gRPC bidi tuned / TCP floor", "grpc", "tcp", MB, 2.2),
  transmission("gRPC bidi tuned / TCP floor", "grpc", "tcp", SMALL, 1.8),
  {
    kind: "value",
    what: "core over the memory adapter, 100 B, one in flight: time a message",
    cell: CORE,
    metric: "wallUsPerMessage",
    bound: "at-most",
    limit: 1.5,
  },
  {
    kind: "ratio",
    what: "core over the memory adapter, 100 B, 1,024 in flight: time a message with 1,024 connections / with 1",
    a: coreOver(MANY),
    b: coreOver(1),
    metric: "wallUsPerMessage",
    bound: "at-most",
    limit: 1.2,
    same: [coreOver(1), coreOver(1, true)],
  },
  ...STARTED.map(
    ([variant, label]): RatioTarget => ({
      kind: "ratio",
      what: `from runBenchmark() to the first payload / a process that only imports: ${label}`,
      a: { kind: "start", variant },
      b: { kind: "imports", variant },
      metric: "startMs",
      bound: "at-most",
      limit: 1.5,
      same: [
        { kind: "start", variant: "tcp" },
        { kind: "start", variant: "tcp again" },
      ],
    }),
  ),
  {
    kind: "ratio",
    what: "from the start of wireduel ws grpc --quick to the first payload / until its modules are loaded",
    a: { kind: "command", until: "first payload" },
    b: { kind: "command", until: "imported" },
    metric: "startMs",
    bound: "at-most",
    limit: 1.3,
    same: [
      { kind: "command", until: "imported" },
      { kind: "command", until: "imported, again" },
    ],
  },
];

/** Resident memory of either end over its value after warm-up. */
export const MEMORY_TARGET: {
  readonly what: string;
  readonly limitMb: number;
  readonly payloadBytes: number;
  readonly count: number;
  readonly inFlight: number;
  readonly variants: readonly VariantName[];
} = {
  what: "resident memory of either end over its value after warm-up, 5 MB, 4 in flight",
  limitMb: 150,
  payloadBytes: 5 * MB,
  count: 1_000,
  inFlight: 4,
  variants: ["tcp", "ws push", "grpc"],
};

/** Makes targets of a metric where lower is better, with one payload at a time. */
function ratiosOf(
  metric: Metric,
  title: string,
): (what: string, a: VariantName, b: VariantName, payloadBytes: number, limit: number) => RatioTarget {
  return (what, a, b, payloadBytes, limit) => ({
    kind: "ratio",
    what: `${title}, ${formatBytes(payloadBytes)}: ${what}`,
    ...pair(a, b, payloadBytes),
    metric,
    bound: "at-most",
    limit,
  });
}

function pair(
  a: VariantName,
  b: VariantName,
  payloadBytes: number,
  shape: TransferShape = {},
): Pick<RatioTarget, "a" | "b" | "same"> {
  return {
    a: planTransfer(a, payloadBytes, shape),
    b: planTransfer(b, payloadBytes, shape),
    same: [planTransfer("tcp", payloadBytes, shape), planTransfer("tcp again", payloadBytes, shape)],
  };
}
