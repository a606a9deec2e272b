import { integer } from "../../options/kinds.js";
import type { BenchmarkResult, Timing } from "../../result/result.js";
import { countOf } from "../format-number.js";
import { checkResult } from "../input.js";
import { type CourseMoment, courseOfTiming, type Quantity } from "./timing-course.js";

/** How a run went over time, for a picture. */
export interface Course {
  /** The quantities that the run knows, and that change. Empty if no timing has a course. */
  readonly panels: readonly CoursePanel[];
  /** One for each timing, in the order of the result. */
  readonly timings: readonly TimingCourse[];
}

/** A quantity over time. */
export interface CoursePanel {
  readonly id: Quantity;
  /** With its unit: `median service time, ms`. */
  readonly title: string;
}

/** How the typical round of a timing went. */
export interface TimingCourse {
  readonly label: string;
  /** In order. Empty if the round has no series. */
  readonly moments: readonly CourseMoment[];
}

/**
 * How the typical round of each timing went over time, for a picture. A run of which no round lasted for two intervals of
 * its series has no course.
 * @param most how many moments a timing may have. Neighbours are merged: the rate and shares are then averages, times and
 * payloads in flight are the highest, and the rest is counted together. Default: any number.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result, or `most` is no positive integer
 */
export function courseOf(result: BenchmarkResult, most?: number): Course {
  checkResult(result);
  if (most !== undefined) integer({ min: 1 }).parse("most", most);
  const timings = result.timings.map((timing) => ({
    label: timing.label,
    moments: courseOfTiming(timing, most),
  }));
  const lasted = result.timings.some(hasCourse);
  const panels = lasted ? panelsOf(result).filter(({ id }) => isShown(id, timings)) : [];
  return { panels, timings };
}

/** What is merged into one moment still has a course. A last interval that is too short for a rate is none. */
function hasCourse(timing: Timing): boolean {
  return courseOfTiming(timing).filter(({ values }) => values.rate !== null).length > 1;
}

function panelsOf({ timings, settings }: BenchmarkResult): CoursePanel[] {
  const time = timeOf(timings);
  const inline = settings.receiver === "inline";
  const [sender, receiver] = [meanOf("sender", settings.senders), meanOf("receiver", settings.receivers)];
  return [
    { id: "rate", title: "acknowledged per second" },
    { id: "p50", title: `median ${time}, ms` },
    { id: "p99", title: `99th percentile of the ${time}, ms` },
    { id: "inFlight", title: "most in flight" },
    { id: "failed", title: "failed" },
    { id: "dropped", title: "dropped: due, but not sent" },
    { id: "senderWork", title: `${inline ? "both ends" : sender}: event loop at work, %` },
    ...(inline ? [] : [{ id: "receiverWork", title: `${receiver}: event loop at work, %` } as const]),
    { id: "senderCpu", title: `${inline ? "both ends" : sender}: CPU, % of one processor` },
    ...(inline ? [] : [{ id: "receiverCpu", title: `${receiver}: CPU, % of one processor` } as const]),
  ];
}

/** `sender`, or `mean of 4 senders`. */
function meanOf(role: string, count: number): string {
  return count === 1 ? role : `mean of ${countOf(count, role)}`;
}

function timeOf(timings: readonly Timing[]): string {
  const kinds = new Set(timings.flatMap(({ rounds }) => rounds.map(({ series }) => series.of)));
  if (kinds.size !== 1) return "time";
  return kinds.has("responseMs") ? "response time" : "service time";
}

/** Nothing failed or dropped needs no picture, and neither does a number in flight that never changes. */
function isShown(id: Quantity, timings: readonly TimingCourse[]): boolean {
  const values = timings.flatMap(({ moments }) => moments.flatMap((moment) => moment.values[id] ?? []));
  if (id === "failed" || id === "dropped") return values.some((value) => value > 0);
  if (id === "inFlight") return new Set(values).size > 1;
  return values.length > 0;
}
