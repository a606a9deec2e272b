import { formatBytes } from "../cells/cell.js";
import { VARIANTS, type VariantName, wireduelVariant } from "../cells/variants.js";
import type { HandWrittenOrder } from "../hand-written/run-hand-written.js";

/** Core over an adapter, and a hand-written loop on the same library, under one load. Their slices take turns. */
export interface PairPlan {
  /** `ws push, 100 B, 64 in flight`. Names the pair. */
  readonly name: string;
  readonly variant: VariantName;
  readonly handWritten: VariantName;
  readonly payloadBytes: number;
  readonly inFlight: number;
  readonly warmupCount: number;
  /** How many slices a block has of each, with those that are not compared. */
  readonly slices: number;
  /** How many of them come first and are not compared. Default: none. */
  readonly settling?: number;
  readonly sliceMs: number;
  /** Whether the loop compares each payload, as core does. Default: false. */
  readonly compares?: boolean;
}

/** How a list of failures names one of a pair: this, and the name of the pair. */
export const BESIDE_A_LOOP = "beside a loop: ";

/** What a pair is of: an adapter, the loop on its library, and how reports call it. */
export interface PairKind {
  readonly variant: VariantName;
  readonly handWritten: VariantName;
  readonly label: string;
  /** Default: `WARMUP`. */
  readonly warmup?: Warmup;
}

/** How many payloads warm up a pair: small ones with one in flight, small ones with many in flight, and large ones. */
interface Warmup {
  readonly few: number;
  readonly many: number;
  readonly large: number;
}

/**
 * V8 compiles code that runs often, for some seconds. With fewer messages, it does so in the slices, and core has more code than a
 * loop. A slow protocol runs more code for each message.
 */
const WARMUP: Warmup = { few: 20_000, many: 400_000, large: 12_000 };
const SLOW: Warmup = { few: 10_000, many: 80_000, large: 1_200 };
const VERY_SLOW: Warmup = { few: 5_000, many: 40_000, large: 800 };
/** Over HTTP/1.1 a large message takes little longer than over ws. */
const SLOW_IF_SMALL: Warmup = { ...VERY_SLOW, large: 6_000 };
/** From this size on, a payload is large. */
const LARGE_BYTES = 1_000_000;

export const PAIR_KINDS: readonly PairKind[] = [
  { variant: "tcp", handWritten: "hand-written tcp", label: "tcp tuned" },
  { variant: "ws push", handWritten: "hand-written ws", label: "ws push tuned" },
  { variant: "grpc", handWritten: "hand-written grpc", label: "gRPC bidi tuned", warmup: SLOW },
  { variant: "http", handWritten: "hand-written http", label: "HTTP/1.1", warmup: SLOW_IF_SMALL },
  { variant: "http 2", handWritten: "hand-written http 2", label: "HTTP/2", warmup: VERY_SLOW },
];

/** Long slices, because each begins after a rest: `bench rest` shows how it begins. */
const SLICE_MS = 200;
/** Slices vary more than blocks do (`bench slices`), and a block takes long to warm up. */
const COMPARED = 18;
/** The loop rests while core is warmed up, and then its first slices are slower: `bench pairs` shows them. */
const SETTLING = 2;

/** The plan of a pair under one load. */
export function planPair(
  { variant, handWritten, warmup = WARMUP }: PairKind,
  payloadBytes: number,
  inFlight: number,
  { compares = false }: { readonly compares?: boolean } = {},
): PairPlan {
  const small = inFlight > 1 ? warmup.many : warmup.few;
  const warmupCount = payloadBytes < LARGE_BYTES ? small : warmup.large;
  const name = nameOf(variant, { payloadBytes, inFlight, compares });
  return {
    name,
    variant,
    handWritten,
    payloadBytes,
    inFlight,
    warmupCount,
    slices: SETTLING + COMPARED,
    settling: SETTLING,
    sliceMs: SLICE_MS,
    ...(compares && { compares }),
  };
}

/** The name of the loop of a pair. */
export function loopNameOf(plan: PairPlan): string {
  return nameOf(plan.handWritten, plan);
}

function nameOf(
  variant: VariantName,
  { payloadBytes, inFlight, compares }: Pick<PairPlan, "payloadBytes" | "inFlight" | "compares">,
): string {
  const many = inFlight > 1 ? `, ${inFlight} in flight` : "";
  return `${variant}, ${formatBytes(payloadBytes)}${many}${compares ? ", loop compares" : ""}`;
}

/** The same pair for a smoke run: cold code, two short slices that are compared. */
export function shortenPair(plan: PairPlan): PairPlan {
  return { ...plan, warmupCount: Math.min(plan.warmupCount, 50), slices: 3, settling: 1, sliceMs: 50 };
}

/** How to run the loop of a pair. It keeps memory if the adapter does. */
export function loopOf({ handWritten, variant, compares = false }: PairPlan): HandWrittenOrder {
  const loop = VARIANTS[handWritten];
  if (loop.by !== "hand-written") throw new TypeError(`${handWritten} is not a hand-written loop`);
  return {
    library: loop.library,
    keepsMemory: wireduelVariant(variant).options.profile === "tuned",
    compares,
  };
}
