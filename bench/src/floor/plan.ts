/** Who moves the bytes: C, a loop on `node:net`, or the adapter of TCP with core. */
export const SUBJECTS = ["C", "node:net", "tcp"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** One message at a time, and each is answered with as many bytes; or a stream in one direction. */
export type FloorKind = "ping" | "bulk";

/** What is measured: three programs do it in each round. */
export interface FloorTask {
  readonly kind: FloorKind;
  readonly bytes: number;
}

/** sockperf sends at most 65,507 bytes in a message. */
export const TASKS: readonly FloorTask[] = [
  { kind: "ping", bytes: 100 },
  { kind: "ping", bytes: 10_000 },
  { kind: "ping", bytes: 60_000 },
  { kind: "bulk", bytes: 1_000_000 },
];

/** How many writes of a bulk transfer are under way at once. */
export const BULK_IN_FLIGHT = 4;
/** How long each measurement is, after its warm-up. sockperf takes whole seconds. */
export const MEASURE_MS = 1_000;
const WARMUP_MESSAGES = 20_000;
const WARMUP_BYTES = 400e6;

/** How many messages come before the measured ones. */
export function warmupOf(bytes: number): number {
  return Math.min(WARMUP_MESSAGES, Math.ceil(WARMUP_BYTES / bytes));
}

/** What one program did in one round. */
export interface FloorMeasured extends FloorTask {
  readonly subject: Subject;
  readonly round: number;
  readonly perSecond: number;
  /** Round trips. Null for a bulk transfer. */
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  /** CPU time of both ends for each message, user and system. For C and a ping it comes from a counter with steps of 10 ms. */
  readonly cpuUs: number;
}

/** The numbers of one measurement. */
export type FloorNumbers = Pick<FloorMeasured, "perSecond" | "p50Us" | "p99Us" | "cpuUs">;

/** The settings of a stored file. */
export interface FloorSettings {
  readonly rounds: number;
  readonly measureMs: number;
  readonly bulkInFlight: number;
  /** The versions of the C programs. */
  readonly tools: Readonly<Record<string, string>>;
}
