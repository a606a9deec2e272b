import type { BenchmarkResult, RoundResult, Timing } from "../result/result.js";
import { type Faults, faultsOf } from "../verdict/whole.js";
import { countOf, formatCount } from "./format-number.js";

const ENDED: Partial<Record<BenchmarkResult["status"], string>> = {
  aborted: "This run was stopped early",
  running: "This result is partial: it was stored before the run ended",
};

/**
 * Why a run is not whole: how it ended, and what each timing lacks.
 * @param ranks whether it compares the timings that are whole
 */
export function whyNotWhole({ timings, settings, status, notRun }: BenchmarkResult, ranks: boolean): string {
  const unfinished =
    notRun.length > 0 || timings.some(({ rounds }) => rounds.length < settings.rounds) || undefined;
  const ended = ENDED[status] ?? (unfinished && "This run ended early");
  const faulty = timings.flatMap((timing) => {
    const faults = faultsInWords(timing);
    return faults === "" ? [] : `- ${timing.label}: ${faults}${reasonInWords(timing) || "."}`;
  });
  const nothing = ranks ? "" : ", so it ranks nothing";
  if (faulty.length === 0) return `${ended ?? "This run is not complete"}${nothing}.`;
  const lost = timings.some(({ rounds }) => rounds.some(lostSomething));
  const why =
    ended ?? (lost ? "Not every payload of this run arrived once and unchanged" : "This run is not complete");
  return [`${why}${nothing}:`, ...faulty].join("\n");
}

/** What a timing lacks, such as `3 lost, 1 round ended early`. "" if it is whole. */
export function faultsInWords(timing: Timing): string {
  return `${lacking(timing).join(", ")}${overlap(timing)}`;
}

/** What one round lacks, such as `ended early, 3 lost`. "" if it is whole. */
export function roundFaultsInWords(round: RoundResult): string {
  const faults = faultsOf(round);
  const parts = [
    faults.endedEarly && "ended early",
    faults.nothingSent && "nothing was due",
    faults.unchecked && !faults.endedEarly && "the receiver did not report what arrived",
  ];
  return [...parts.filter((part) => part !== false), ...payloadsInWords([faults])].join(", ");
}

/** Why the first round that ended early did: `: the link closed: …`. "" if there is none, or no reason. */
function reasonInWords({ rounds }: Timing): string {
  const errors = rounds.flatMap((round) => (faultsOf(round).endedEarly ? round.errors : []));
  const [reason] = errors.filter(({ code }) => code !== "DESCRIBE_FAILED");
  return reason === undefined ? "" : `: ${reason.message.replaceAll(/\s*\n\s*/g, " ")} [${reason.code}]`;
}

/** A failed payload may also be lost. Nobody should add the counts up. */
function overlap({ rounds }: Timing): string {
  const faults = rounds.map(faultsOf);
  const failed = faults.some((one) => one.failed > 0);
  const missing = faults.some((one) => one.lost + one.undelivered > 0);
  return failed && missing ? " (a payload can be in several counts)" : "";
}

/** Whether it is known that a payload did not arrive once and unchanged. */
function lostSomething(round: RoundResult): boolean {
  const { dropped, failed, lost, undelivered, duplicated, damaged } = faultsOf(round);
  return dropped + failed + lost + undelivered + duplicated + damaged > 0;
}

/** What the rounds of a timing lack, together. */
function lacking({ rounds }: Timing): string[] {
  const faults = rounds.map(faultsOf);
  const roundsWith = (is: (one: Faults) => boolean) => faults.filter(is).length;
  const parts: readonly (readonly [count: number, inWords: (count: number) => string])[] = [
    [roundsWith((one) => one.endedEarly), (count) => `${countOf(count, "round")} ended early`],
    [roundsWith((one) => one.nothingSent), (count) => `nothing was due in ${countOf(count, "round")}`],
    [
      roundsWith((one) => one.unchecked && !one.endedEarly),
      (count) => `the receiver did not report what arrived in ${countOf(count, "round")}`,
    ],
  ];
  return [
    ...parts.flatMap(([count, inWords]) => (count > 0 ? inWords(count) : [])),
    ...payloadsInWords(faults),
  ];
}

/** How many payloads of some rounds were lost or damaged, or had another fault: `3 lost`. */
function payloadsInWords(faults: readonly Faults[]): string[] {
  const names = {
    dropped: "dropped",
    failed: "failed",
    lost: "lost",
    undelivered: "not delivered",
    duplicated: "duplicated",
    damaged: "damaged",
  } as const;
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((fault) => {
    const count = faults.reduce((sum, one) => sum + one[fault], 0);
    return count > 0 ? `${formatCount(count)} ${names[fault]}` : [];
  });
}
