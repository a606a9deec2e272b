// The values of a round for which a user can set a limit.
import type { Load } from "../load/load.js";
import type { RoundResult } from "../result/result.js";
import { MEASURES, type Measure } from "./comparison.js";
import { isBetterLarge, isOneWay, usualMeasure, valueOfRound } from "./measures.js";

/** The statistics of each time. */
export const STATISTICS = ["p50", "p90", "p95", "p99", "p999", "p9999", "max", "mean"] as const;
/** The times of a round. */
export const TIMES = [
  "transmission",
  "service",
  "response",
  "encode",
  "transport",
  "decode",
  "slip",
] as const;
/** A time of a round. */
type Time = (typeof TIMES)[number];

/** A statistic of the times in a round. */
export type Statistic = (typeof STATISTICS)[number];

/**
 * One value of each round:
 *
 * - a measure, as in comparisons: `transmission`, `throughput`, `cpu` …
 * - a statistic of the response time under a scheduled load, otherwise of the transmission time: `p95`, `max` …
 * - a statistic of any time: `service.p99`, `decode.max` …
 */
export type RoundValue = Measure | Statistic | `${Time}.${Statistic}`;

/** All values of a round, for messages and completions. */
export const ROUND_VALUES: readonly RoundValue[] = [
  ...new Set<RoundValue>([
    ...MEASURES,
    ...STATISTICS,
    ...TIMES.flatMap((time) => STATISTICS.map((statistic) => `${time}.${statistic}` as const)),
  ]),
];

/** How to read a value of a round. */
export interface ReadValue {
  /** Null if the round does not have it. */
  of(round: RoundResult): number | null;
  readonly unit: "ms" | "per s" | "bytes" | "";
  /** Whether an error of the clocks makes it wrong. */
  readonly oneWay: boolean;
  readonly betterLarge: boolean;
}

/** How to read a value from rounds with this load. */
export function readValue(value: RoundValue, load: Load): ReadValue {
  const measure = MEASURES.find((one) => one === value);
  if (measure !== undefined) {
    return {
      of: (round) => valueOfRound(round, measure, load),
      unit: UNITS[measure] ?? "ms",
      oneWay: isOneWay(measure, load),
      betterLarge: isBetterLarge(measure),
    };
  }
  const whole = value.includes(".") ? value : `${usualMeasure(load)}.${value}`;
  const [time, statistic] = whole.split(".") as [Time, Statistic];
  return {
    of: ({ times }) => times[`${time}Ms`]?.[statistic] ?? null,
    unit: "ms",
    oneWay: time === "transmission" || time === "transport",
    betterLarge: false,
  };
}

/** The units of measures that are no times. */
const UNITS: Readonly<Partial<Record<Measure, ReadValue["unit"]>>> = {
  throughput: "per s",
  faults: "",
  bytes: "bytes",
};
