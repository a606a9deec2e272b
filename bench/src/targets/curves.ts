import { formatBytes, type Metric, type TransferCell } from "../cells/cell.js";
import { planTransfer } from "../cells/plan-transfer.js";
import type { VariantName } from "../cells/variants.js";

/** One metric by load or setting: one row for each variant, one column for each load. */
export interface Curve {
  readonly title: string;
  readonly metric: Metric;
  /** Titles of the columns. */
  readonly columns: readonly string[];
  readonly rows: readonly CurveRow[];
}

export interface CurveRow {
  readonly variant: VariantName;
  /** The variant to compare with, under the same load. Null: it is the reference. */
  readonly against: VariantName | null;
  readonly cells: readonly TransferCell[];
}

/** Variants, each with its reference. */
type Listed = readonly (readonly [variant: VariantName, against: VariantName | null])[];

const MB = 1_000_000;
const SMALL = 100;
const TWO_SIZES: readonly number[] = [SMALL, MB];
const SIZES: readonly number[] = [SMALL, 10_000, 100_000, MB, 16 * MB];

const BESIDE_FLOOR: Listed = [
  ["tcp", null],
  ["ws push", "tcp"],
  ["ws zero mask", "tcp"],
  ["ws upload", "tcp"],
  ["grpc", "tcp"],
];
const DIRECTIONS: Listed = [
  ["tcp", null],
  ["tcp push", "tcp"],
  ["ws upload", null],
  ["ws push", "ws upload"],
  ["grpc", null],
  ["grpc push", "grpc"],
];
const ENCRYPTION: Listed = [
  ["tcp", null],
  ["tcp TLS", "tcp"],
  ["ws upload", null],
  ["ws TLS", "ws upload"],
  ["ws push", null],
  ["ws push TLS", "ws push"],
  ["grpc", null],
  ["grpc TLS", "grpc"],
  ["grpc push", null],
  ["grpc push TLS", "grpc push"],
];
const SETTINGS: Listed = [
  ["tcp default", null],
  ["tcp", "tcp default"],
  ["tcp, memory not kept", "tcp"],
  ["ws default", null],
  ["ws default, coalesce", "ws default"],
  ["ws default, bufferutil", "ws default"],
  ["ws default, fragments", "ws default"],
  ["ws default, zero mask", "ws default"],
  ["ws default, deflate, random", "ws default"],
  ["ws default, deflate, json", "ws default"],
  ["ws upload", "ws default"],
  ["ws upload, memory not kept", "ws upload"],
  ["ws tuned, fragments", "ws upload"],
  ["ws default push", null],
  ["ws push", "ws default push"],
  ["grpc default", null],
  ["grpc default, parts", "grpc default"],
  ["grpc default, windows of 1 MiB", "grpc default"],
  ["grpc default, windows of 16 MiB", "grpc default"],
  ["grpc", "grpc default"],
  ["grpc, memory not kept", "grpc"],
  ["grpc unary", "grpc default"],
  ["grpc unary tuned", "grpc unary"],
];

const COMPRESSED: Listed = [
  ["ws default, deflate, random", null],
  ["ws default, deflate, json", null],
];
/** The settings that matter with many small payloads in flight. */
const SETTINGS_IN_FLIGHT: Listed = [
  ["tcp default", null],
  ["tcp", "tcp default"],
  ["ws default", null],
  ["ws default, coalesce", "ws default"],
  ["ws default, bufferutil", "ws default"],
  ["ws upload", "ws default"],
  ["ws default push", null],
  ["ws push", "ws default push"],
  ["grpc default", null],
  ["grpc default, parts", "grpc default"],
  ["grpc", "grpc default"],
  ["grpc unary", "grpc default"],
  ["grpc unary tuned", "grpc unary"],
];

/** The curves that `--full` adds. Each settings variant differs from its profile in one setting. */
export const CURVES: readonly Curve[] = [
  bySize("Transmission time by size", BESIDE_FLOOR, SIZES),
  // The same cells, so this measures nothing more.
  faultsBySize("Minor page faults of the sender by size", "senderFaults"),
  faultsBySize("Minor page faults of the receiver by size", "receiverFaults"),
  byInFlight("Messages a second by payloads in flight, 100 B", BESIDE_FLOOR, [1, 8, 64, 256, 1_024]),
  {
    title: "Messages a second by connections, 100 B, one in flight on each",
    metric: "messagesPerSecond",
    ...grid(BESIDE_FLOOR, [1, 8, 64], String, (variant, connections) =>
      planTransfer(variant, SMALL, { inFlight: connections, connections }),
    ),
  },
  bySize("Upload against push: transmission time", DIRECTIONS, TWO_SIZES),
  bySize("Without and with TLS: transmission time", ENCRYPTION, TWO_SIZES),
  bySize("Settings, one at a time: transmission time", SETTINGS, TWO_SIZES),
  // The same cells as above.
  {
    title: "permessage-deflate: bytes on the wire for each byte of payload",
    metric: "wireRatio",
    ...grid(COMPRESSED, TWO_SIZES, formatBytes, planTransfer),
  },
  byInFlight("Settings, one at a time: messages a second, 100 B, 64 in flight", SETTINGS_IN_FLIGHT, [64]),
];

function bySize(title: string, rows: Listed, sizes: readonly number[]): Curve {
  return { title, metric: "transmissionMs", ...grid(rows, sizes, formatBytes, planTransfer) };
}

/** Without ratios, because many of these numbers are close to zero. */
function faultsBySize(title: string, metric: Metric): Curve {
  const rows: Listed = BESIDE_FLOOR.map(([variant]) => [variant, null]);
  return { title, metric, ...grid(rows, SIZES, formatBytes, planTransfer) };
}

function byInFlight(title: string, rows: Listed, values: readonly number[]): Curve {
  const plan = (variant: VariantName, inFlight: number) => planTransfer(variant, SMALL, { inFlight });
  return { title, metric: "messagesPerSecond", ...grid(rows, values, String, plan) };
}

function grid(
  rows: Listed,
  values: readonly number[],
  name: (value: number) => string,
  plan: (variant: VariantName, value: number) => TransferCell,
): Pick<Curve, "columns" | "rows"> {
  return {
    columns: values.map(name),
    rows: rows.map(([variant, against]) => ({
      variant,
      against,
      cells: values.map((value) => plan(variant, value)),
    })),
  };
}
