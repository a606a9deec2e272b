const RECORDED_TIMES = [
  "encodeMs",
  "transportMs",
  "decodeMs",
  "transmissionMs",
  "serviceMs",
  "responseMs",
  "slipMs",
  "roundTransportMs",
] as const;

/** The times with a histogram. `roundTransportMs` is the service time without encode and decode. */
export type RecordedTime = (typeof RECORDED_TIMES)[number];

/** Those that need the clocks of both ends. */
export const ONE_WAY: ReadonlySet<RecordedTime> = new Set(["transportMs", "transmissionMs"]);

/** A value for each of them. */
export function eachRecorded<T>(make: (time: RecordedTime) => T): Record<RecordedTime, T> {
  return Object.fromEntries(RECORDED_TIMES.map((time) => [time, make(time)])) as Record<RecordedTime, T>;
}
