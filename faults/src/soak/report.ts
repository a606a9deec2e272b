import type { KindReport, SoakFailure, SoakReport } from "./soak.js";

/** The report of a soak: one line for each kind of run, then what failed. */
export function reportOf({ kinds, failures, memory }: SoakReport): string {
  const width = Math.max(0, ...[...kinds.keys()].map((name) => name.length));
  return [
    ...[...kinds].sort().map(([name, kind]) => `${name.padEnd(width)}  ${kindLine(kind)}`),
    `memory after a garbage collection: ${mb(memory.beforeBytes)} at the start, ${mb(memory.afterBytes)} at the end`,
    ...failures.map(failureText),
    failures.length === 0
      ? "nothing is wrong, and nothing is left behind"
      : `${failures.length} things are wrong`,
    "",
  ].join("\n");
}

/** The command that repeats a run. */
export function howToRepeat(seed: number): string {
  return `repeat it: npx --yes pnpm@10 soak --seed ${seed} --runs 1`;
}

function kindLine({ runs, rounds, payloads, endings }: KindReport): string {
  const how = [...endings].sort().map(([ending, count]) => `${count} ${ending}`);
  return `${countOf(runs, "run")}, ${countOf(rounds, "round")}, ${countOf(payloads, "payload")}: ${how.join(", ")}`;
}

function failureText({ seed, what, scenario }: SoakFailure): string {
  if (seed === null) return `WRONG: ${what}`;
  return `WRONG: ${what}\n  ${howToRepeat(seed)}\n  ${JSON.stringify(scenario)}`;
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
