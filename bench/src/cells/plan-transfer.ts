import type { Cell, TransferCell } from "./cell.js";
import type { VariantName } from "./variants.js";

/** How a transfer differs from one payload at a time over one connection. */
export interface TransferShape {
  readonly inFlight?: number;
  readonly connections?: number;
}

/** V8 has compiled the hot code after some thousand messages, whatever their size. */
const WARMUP_MESSAGES = 3_000;
const MESSAGES = 2_000;
/** With many in flight, a message takes a tenth of the time, so send more to keep the duration. */
const MANY_IN_FLIGHT = 16;
const TIMES_WITH_MANY = 12;
/** The maximum number of bytes of a warm-up, and of the measured payloads. */
const WARMUP_BYTES = 150e6;
const BYTES = 200e6;
const LEAST = 12;
/** Slow variants send only this share of the payloads. */
const SLOW: { readonly [Name in VariantName]?: number } = {
  "ws default, deflate, random": 0.1,
  "ws default, deflate, json": 0.1,
};
const SLOW_WITH_MANY: typeof SLOW = {
  "ws default, deflate, random": 0.25,
  "ws default, deflate, json": 0.25,
  "grpc unary": 0.25,
  "grpc unary tuned": 0.25,
};

/** A transfer that takes about a second, including the start of its processes. */
export function planTransfer(
  variant: VariantName,
  payloadBytes: number,
  { inFlight = 1, connections = 1 }: TransferShape = {},
): TransferCell {
  const times = inFlight >= MANY_IN_FLIGHT ? TIMES_WITH_MANY * (SLOW_WITH_MANY[variant] ?? 1) : 1;
  const share = SLOW[variant] ?? 1;
  const few = (bytes: number) => Math.max(LEAST, 2 * inFlight, Math.round((share * bytes) / payloadBytes));
  return {
    kind: "transfer",
    variant,
    payloadBytes,
    inFlight,
    connections,
    warmupCount: Math.ceil(Math.min(WARMUP_MESSAGES * times, few(WARMUP_BYTES)) / connections),
    count: Math.min(MESSAGES * times, few(BYTES)),
  };
}

/** The same cell with a fraction of its payloads, for a smoke run. It measures cold code. */
export function shorten(cell: Cell, fraction: number): Cell {
  if (!("count" in cell)) return cell;
  const fewer = (count: number) => Math.max(LEAST, Math.ceil(count * fraction));
  return { ...cell, warmupCount: fewer(cell.warmupCount), count: fewer(cell.count) };
}
