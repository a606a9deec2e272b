import { BUSY_FROM } from "@wireduel/core";
import { type Finding, findingsOf } from "../finding.js";
import type { Readings } from "../readings.js";
import { percent } from "./percent.js";

/** Half of the machine. */
const MOST_OF_IT = 0.5;
const PROGRAMS_TO_NAME = 3;
const PROCESSES_TO_NAME = 6;

/** The load average of the last minute. */
export function checkLoad({ host, activity }: Pick<Readings, "host" | "activity">): Finding {
  const { ok, unknown, warning } = findingsOf("load");
  const { cpuCount } = host.machine;
  const { loadBefore } = activity;
  if (loadBefore === null) return unknown(`${host.machine.platform} does not count it`);
  const found = `${loadBefore.toFixed(1)} in the last minute, on ${cpuCount} processors`;
  if (loadBefore < cpuCount + BUSY_FROM.loadBeyondProcessors) return ok(found);
  return warning({
    found,
    effect: "If this goes on, every process of the run shares its processor with another one.",
    advice: "Stop other programs, or wait until the load is below the number of processors.",
  });
}

/** What other programs used while the machine was watched. */
export function checkOthers({
  activity,
  busiest,
  watchedMs,
}: Pick<Readings, "activity" | "busiest" | "watchedMs">): Finding {
  const { ok, unknown, warning, problem } = findingsOf("other programs");
  // Where its own use is not known: this process has slept.
  const share = activity.othersShare ?? activity.busyShare;
  if (share === null) return unknown("the system does not show it");
  const names = (busiest ?? [])
    .slice(0, PROGRAMS_TO_NAME)
    .map((program) => `${program.name} (process ${program.id}) ${percent(program.share)}`);
  const found =
    `they used ${percent(share)} of all processors for ${(watchedMs / 1_000).toFixed(0)} s` +
    (names.length === 0 ? "" : `. The busiest, by the share of one processor: ${names.join(", ")}`);
  if (share <= BUSY_FROM.othersShare) return ok(found);
  return (share > MOST_OF_IT ? problem : warning)({
    found,
    effect: "They take processors and caches from both ends. Intervals get wider, and the p99 shows them.",
    advice: "Stop them, or pause them with `kill -STOP` and continue them with `kill -CONT`.",
  });
}

/** Another benchmark of Wireduel on the same machine. */
export function checkOtherRuns({ otherRuns }: Pick<Readings, "otherRuns">): Finding {
  const { ok, unknown, problem } = findingsOf("other runs");
  if (otherRuns === null) return unknown("the system does not show processes");
  if (otherRuns.length === 0) return ok("none");
  const more = otherRuns.length - PROCESSES_TO_NAME;
  const processes = otherRuns.slice(0, PROCESSES_TO_NAME).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return problem({
    found: `another benchmark is running (processes ${processes})`,
    effect: "The two runs disturb each other.",
    advice: "Wait until it has ended. If its command is gone, end these processes with `kill`.",
  });
}
