import { isScheduled } from "../../load/load.js";
import type { BenchmarkResult, Measure, RoundResult } from "../../result/result.js";
import type { ComparedTime } from "../../verdict/compared-times.js";
import { checkResult } from "../input.js";
import { decidingTime, TIME_MEANINGS, TIME_NAMES } from "../timings-in-words.js";
import { roundFaultsInWords } from "../why-not-whole.js";

/** A time that pictures of a run show. */
export interface PicturedTime {
  /** Its field in `times`, in `histograms` and in a transmission. */
  readonly time: ComparedTime;
  /** `transmission time` */
  readonly name: string;
  /** What it means: `until the receiver has the payload`. */
  readonly meaning: string;
}

/**
 * The times that pictures of a run show. The first one is that by which the run decides, or the one that tables compare if
 * the run decides by something else. Under a scheduled load, the service time follows it. Times that no round has are left out.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function picturedTimes(result: BenchmarkResult): PicturedTime[] {
  checkResult(result);
  const { timings, settings } = result;
  const deciding = TIMES[settings.decideBy] ?? decidingTime(timings);
  const scheduled = timings.some(({ load }) => isScheduled(load));
  const wanted: ComparedTime[] = [deciding, ...(scheduled ? (["serviceMs"] as const) : [])];
  const measured = measuredOf(result, wanted);
  const [instead] = measuredOf(result, ["transmissionMs", "serviceMs"]);
  const shown = measured.length > 0 || instead === undefined ? measured : [instead];
  return shown.map((time) => ({ time, name: TIME_NAMES[time], meaning: TIME_MEANINGS[time] }));
}

/** Measures that are a time of their own. */
const TIMES: Readonly<Partial<Record<Measure, ComparedTime>>> = {
  transmission: "transmissionMs",
  service: "serviceMs",
  response: "responseMs",
};

/** Each time once, if a round has it. */
function measuredOf({ timings }: BenchmarkResult, times: readonly ComparedTime[]): ComparedTime[] {
  return [...new Set(times)].filter((time) =>
    timings.some(({ rounds }) => rounds.some((round) => round.times[time] !== null)),
  );
}

/** The rounds of a timing, for pictures. */
export interface PicturedTiming {
  readonly label: string;
  readonly rounds: readonly PicturedRound[];
}

/** A round, and what it lacks. */
export interface PicturedRound {
  readonly round: RoundResult;
  /** `ended early, 3 lost`. "" if every payload arrived once and unchanged. */
  readonly faults: string;
}

/**
 * The rounds of all timings, with what each of them lacks in words.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function picturedRounds(result: BenchmarkResult): PicturedTiming[] {
  checkResult(result);
  return result.timings.map(({ label, rounds }) => ({
    label,
    rounds: rounds.map((round) => ({ round, faults: roundFaultsInWords(round) })),
  }));
}
