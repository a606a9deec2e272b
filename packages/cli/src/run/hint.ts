import type { BenchmarkResult, Comparison, MatrixResult } from "@wireduel/core";
import { budgetFor, roundsFor } from "./longer-run.js";

/** After `--quick`, if it was too quick. */
const TOO_QUICK = "Ten seconds are not enough to rank these. Leave out --quick to measure for a minute.";
const CELLS_TOO_QUICK =
  "Ten seconds for each cell are not enough to rank all. Leave out --quick to measure longer.";

/**
 * What to do next, in a sentence. Undefined if there is nothing to say.
 * @param flags those that were given, if that is known
 */
export function hintOf(
  result: BenchmarkResult,
  flags: { readonly quick?: boolean | undefined; readonly explain?: boolean | undefined } = {},
): string | undefined {
  if (result.status !== "completed") return largerMessagesFor(result);
  const { comparisons, timings, settings } = result;
  const deciding = comparisons.filter(({ decides }) => decides);
  const undecided = deciding.filter(({ verdict }) => verdict === "undecided");
  // One round compares nothing.
  const tooFew = comparisons.length === 0 && timings.length > 1;
  if (flags.quick && (tooFew || undecided.length > 0)) return TOO_QUICK;
  if (tooFew) {
    const why = settings.budgetMs === null ? "" : "Only one round fits the budget. ";
    return `${why}--rounds 6-30 measures as many rounds as it takes to rank them.`;
  }
  if (timings.length === 1 && settings.rounds === 1)
    return "--rounds 10 shows how much another round differs.";
  if (undecided.length > 0) {
    const more = moreFor(result, undecided);
    return more === undefined ? undefined : `With ${more}, it would probably be decided.`;
  }
  const differs = result.explanations.some(({ slower }) => slower !== null);
  const explained = result.explanations.some(({ causes }) => causes.length > 0);
  if (differs && !explained && !flags.explain)
    return "--explain looks for the setting that causes the difference.";
  return undefined;
}

/** How core names the option of an adapter whose library refused a large message. */
const OPTION_FOR_LARGE = /the option `(\w+)` of (\w+)\(\) allows larger messages/;

/** What to type for larger messages: `grpc:maxReceiveMessageBytes=32MiB`. Undefined if none was refused. */
function largerMessagesFor({ timings }: BenchmarkResult): string | undefined {
  for (const { rounds, payload } of timings) {
    const reasons = rounds.flatMap(({ errors }) =>
      errors.flatMap(({ message }) => OPTION_FOR_LARGE.exec(message) ?? []),
    );
    const [, option, adapter] = reasons;
    if (option === undefined || adapter === undefined) continue;
    const most = Math.max(payload.replyBytes, ...payload.sources.map(({ mostBytes }) => mostBytes));
    // A codec may make a message larger than its payload: an array of numbers in JSON by a factor of 3.6.
    const mebibytes = 2 ** Math.max(0, Math.ceil(Math.log2((most * 4) / 2 ** 20)));
    return `${adapter}:${option}=${mebibytes}MiB allows messages of that size.`;
  }
  return undefined;
}

/** The same for a matrix. */
export function matrixHintOf(
  { status, cells, fastest, settings }: MatrixResult,
  flags: { readonly quick?: boolean | undefined },
): string | undefined {
  if (status !== "completed") return undefined;
  const tooFew = cells.some(
    ({ result }) => result !== null && result.comparisons.length === 0 && result.timings.length > 1,
  );
  const undecided = fastest.some(({ verdict }) => verdict === "undecided");
  if (!tooFew && !undecided) return undefined;
  if (flags.quick) return CELLS_TOO_QUICK;
  const more = settings.budgetMs === null ? "more --rounds" : "a longer --budget";
  return `With ${more}, more cells would probably be decided.`;
}

/** The flag with which these comparisons would be decided: `--budget 4m`. Undefined if none is known. */
function moreFor(
  { durationMs, settings }: BenchmarkResult,
  undecided: readonly Comparison[],
): string | undefined {
  const needed = undecided.map(({ roundsNeeded }) => roundsNeeded ?? Number.NaN);
  if (settings.budgetMs === null) return roundsFor(Math.max(...needed));
  const factors = undecided.map(({ rounds }, index) => (needed[index] as number) / rounds);
  return budgetFor(durationMs * Math.max(...factors));
}
