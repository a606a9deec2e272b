import { formatBytes } from "../cells/cell.js";
import type { VariantName } from "../cells/variants.js";
import { UsageError } from "../command-line.js";

/** The names of two equal rows. */
export const EQUAL = ["tcp", "tcp again"] as const;

/** What is measured under each load. */
export const ROWS: readonly Row[] = [
  { name: EQUAL[0], variant: "tcp default" },
  { name: EQUAL[1], variant: "tcp default" },
  { name: "ws", variant: "ws default" },
  { name: "grpc", variant: "grpc default" },
];

export interface Row {
  readonly name: string;
  readonly variant: VariantName;
}

/** A load, and how it is divided. */
export interface VarianceLoad {
  readonly payloadBytes: number;
  /** Payloads per second. Null: a closed loop, one in flight. */
  readonly ratePerSecond: number | null;
  readonly sliceMs: number;
  /** Whether both ends run with raised limits of glibc's allocator, so that it keeps their memory. */
  readonly limitsRaised: boolean;
}

const SIZES = [100, 10_000, 280_000, 1_000_000] as const;
/** From this size on, the memory of a message can come from the kernel each time. */
const LARGE_BYTES = 280_000;
/** Of small payloads. Large ones come more slowly, so that gRPC with its default windows keeps up. */
const RATE = 500;
const RATE_OF_LARGE = 50;
/** About as long as the slices of a block. */
const SLICE_MS = 100;
/** At a low rate, half a slice must still have enough payloads for a median. */
const SLICE_MS_AT_A_LOW_RATE = 400;

/** All loads: every size in a closed loop and at a constant rate, and large ones with raised limits too. */
const LOADS: readonly VarianceLoad[] = SIZES.flatMap((payloadBytes) => {
  const large = payloadBytes >= LARGE_BYTES;
  const closedLoop = { payloadBytes, ratePerSecond: null, sliceMs: SLICE_MS, limitsRaised: false };
  return [
    closedLoop,
    {
      ...closedLoop,
      ratePerSecond: large ? RATE_OF_LARGE : RATE,
      sliceMs: large ? SLICE_MS_AT_A_LOW_RATE : SLICE_MS,
    },
    ...(large ? [{ ...closedLoop, limitsRaised: true }] : []),
  ];
});

/**
 * The loads of one payload size. All loads if it is undefined.
 * @throws UsageError if no load has this size
 */
export function loadsOf(payloadBytes: unknown): readonly VarianceLoad[] {
  const loads = LOADS.filter((load) => payloadBytes === undefined || load.payloadBytes === payloadBytes);
  if (loads.length > 0) return loads;
  throw new UsageError(`expected one of ${SIZES.join(", ")} after --payload, got ${payloadBytes}`);
}

/** `1 MB, 50/s`. */
export function loadName({ payloadBytes, ratePerSecond, limitsRaised }: VarianceLoad): string {
  return [
    formatBytes(payloadBytes),
    ...(ratePerSecond === null ? [] : [`${ratePerSecond}/s`]),
    ...(limitsRaised ? ["MALLOC_* raised"] : []),
  ].join(", ");
}

/** How many groups each level has. */
export interface Design {
  readonly pairs: number;
  /** Of each process pair. */
  readonly connections: number;
  /** Of each connection. */
  readonly slices: number;
}

/** Parts of a slice. Their scatter is the variation within it. */
export const PARTS = 2;

/** V8 has compiled the hot code after some thousand messages, whatever their size. */
const FIRST = { messages: 3_000, bytes: 150e6 };
/** A later connection only needs its own buffers and windows. */
const LATER = { messages: 200, bytes: 20e6 };

/** How many messages warm a connection up. */
export function warmupOf(payloadBytes: number, first: boolean): number {
  const { messages, bytes } = first ? FIRST : LATER;
  return Math.min(messages, Math.round(bytes / payloadBytes));
}
