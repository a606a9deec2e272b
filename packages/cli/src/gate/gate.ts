import {
  type BenchmarkResult,
  type EndReport,
  planMatrix,
  type ResultComparison,
  WireduelError,
} from "@wireduel/core";
import { isMatrix, type StoredResult } from "@wireduel/core/report";
import { namesElsewhere } from "../adapters/served.js";
import { whyNotComparable } from "../compare/why-not-comparable.js";
import type { Context } from "../context.js";
import { EXIT, type ExitCode, exitCodeOfSignal } from "../exit-code.js";
import { badValue, CommandError, UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import { readStored } from "../formats/read-stored.js";
import { typedCommand } from "../formats/typed-command.js";
import { checkJsonFile, writeJsonFile } from "../output/json-file.js";
import { ResultStore } from "../output/result-store.js";
import { type ProgressOptions, startProgress } from "../progress/start-progress.js";
import { refuseConflicts } from "../run/conflicts.js";
import { measure } from "../run/measure.js";
import type { RunPlan } from "../run/run-options.js";
import { warnOfPlan } from "../run/warn-of-plan.js";
import { adviceOf } from "./advice.js";
import type { GateAnswer } from "./answer.js";
import { FirstFailure } from "./first-failure.js";
import { cellsOf, cellsWithBaseline, comparedWith, type GateOutcome } from "./gate-cells.js";
import type { GateFlags } from "./gate-flags.js";
import { FEWEST_ROUNDS, type GatePlan, gatePlanOf } from "./gate-plan.js";
import { judgeGate } from "./judge.js";
import { type GateReport, reportOf } from "./measured-twice.js";
import { EXIT_OF, formatGate } from "./report-text.js";
import { SamePlace } from "./same-place.js";
import { libraryNotes, type Sources, sameNotes, sourcesOf } from "./sources.js";

type Values = ValuesOf<GateFlags>;

/** Runs `wireduel gate`. */
export async function gate(args: readonly string[], values: Values, context: Context): Promise<ExitCode> {
  refuseConflicts(values);
  checkJsonFile(values.json, context.cwd);
  const baseline = values.baseline === undefined ? null : await readBaseline(values.baseline, context);
  // Copies of packages, which must be removed.
  if (values.baseModules !== undefined || values.headModules !== undefined) context.onSignal("exit");
  const sources = await sourcesOf(args, values, context.cwd);
  try {
    const plan = gatePlanOf(values, sources, context.cwd);
    const adapters = namesElsewhere(args.length > 0 ? args : (values.adapters ?? []));
    return await runGate(values, context, { sources, baseline, plan, adapters });
  } finally {
    sources.dispose();
  }
}

interface Gated {
  readonly sources: Sources;
  readonly baseline: BenchmarkResult | null;
  readonly plan: GatePlan;
  /** What senders on other machines must name to have its adapters. */
  readonly adapters: readonly string[];
}

async function runGate(values: Values, context: Context, gated: Gated): Promise<ExitCode> {
  // Bad options are refused before anything is measured.
  warnOfPlan(planMatrix(gated.plan.run.matrix), values, context);
  context.onSignal("abort");
  const store = new ResultStore(values.out, context);
  const place = new SamePlace(gated.plan.run, gated.adapters, context);
  const { quiet, color } = values;
  const options = { quiet, color, whenWaiting: place.whenWaiting };
  if (gated.baseline) await refuseOtherSettings(place.run, gated.baseline, options, context);
  const measured: Measured[] = [];
  const measureOnce = async (): Promise<GateAnswer | null> => {
    const { run } = place;
    const outcome = await store.measure(run.single ? "result.json" : "matrix.json", (file) =>
      measureWithProgress(run, options, context, file),
    );
    const path = store.pathOf(outcome.notStored);
    if (path !== null) note(`Stored: ${path}`, values, context);
    measured.push({ outcome, path });
    if (context.signal.aborted) return null;
    try {
      return answerOf(outcome, gated);
    } catch (error) {
      // The result is stored, and so is its page.
      const failure = (error as Error).message;
      await writePages(measured, store, { ...gated, values, context, report: null, failure, notes: [] });
      throw error;
    }
  };
  const first = await measureOnce();
  let again: GateAnswer | null = null;
  if (first?.answer === "fail") {
    note("The gate failed. Measuring once more, with fresh processes.", values, context);
    again = await measureOnce();
  }
  if (first === null || (first.answer === "fail" && again === null)) {
    await writePages(measured, store, { ...gated, values, context, report: null, notes: [] });
    return exitCodeOfSignal(context.signal);
  }
  const report = reportOf(first, again);
  const { outcome } = measured.at(-1) as Measured;
  const hints = hintsOf(report, outcome, gated.sources, values);
  const notes = [
    ...hints.before,
    ...outcome.result.warnings.map(({ message }) => `Warning: ${message}`),
    ...hints.after,
  ];
  const json = formatGate(report, "json", notes);
  context.out(values.json === true ? json : formatGate(report, values.format ?? "text", notes));
  writeJsonFile(values.json, json, context.cwd);
  // A page has the warnings of its result.
  const written = await writePages(measured, store, {
    ...gated,
    values,
    context,
    report,
    notes: [...hints.before, ...hints.after],
  });
  const code = EXIT_OF[report.answer];
  return code === EXIT.ok && !written ? EXIT.failed : code;
}

/** A measurement, and where its result is stored. Null: nowhere. */
interface Measured {
  readonly outcome: GateOutcome;
  readonly path: string | null;
}

function note(text: string, { quiet }: Values, { err }: Context): void {
  if (!quiet) err(`${text}\n`);
}

/** What may surprise about what was compared, and what would decide. */
function hintsOf(
  report: GateReport,
  { result: { durationMs } }: GateOutcome,
  sources: Sources,
  { rounds }: Values,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const advice = adviceOf(report, { durationMs, roundsGiven: typeof rounds === "number" });
  return {
    before: [...sameNotes(sources), ...libraryNotes(sources)],
    after: advice === undefined ? [] : [advice],
  };
}

interface Judged extends Gated {
  readonly values: Values;
  readonly context: Context;
  /** Null: the user interrupted the gate, or it failed. */
  readonly report: GateReport | null;
  /** Why it failed. Default: it did not. */
  readonly failure?: string;
  readonly notes: readonly string[];
}

/** Writes the page of each result that is stored, and names the last one. Returns whether that was possible. */
async function writePages(
  measured: readonly Measured[],
  store: ResultStore,
  judged: Judged,
): Promise<boolean> {
  const { values, context, plan, baseline, report, failure, notes } = judged;
  if (values.page === false) return true;
  let last: string | null = null;
  try {
    for (const { outcome, path } of measured) {
      if (path === null) continue;
      const { result } = outcome;
      const page = {
        rules: plan.rules,
        report,
        failure,
        notes,
        baseline: comparedIfPossible(baseline, result),
        command: typedCommand(result, context),
        embedResult: values.embedResult,
      };
      last = await store.savePage(path, async (file) => {
        const { formatGatePage } = await import("./gate-page.js");
        return formatGatePage(result, page, file);
      });
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    context.err(`wireduel: ${error.message}\n`);
    return false;
  }
  if (last !== null) note(`Page: ${last}`, values, context);
  return true;
}

/** Null if there is no baseline, or if the two cannot be compared. The answer says why. */
function comparedIfPossible(baseline: BenchmarkResult | null, result: StoredResult): ResultComparison | null {
  if (baseline === null || isMatrix(result)) return null;
  try {
    return comparedWith(baseline, result);
  } catch (error) {
    if (error instanceof WireduelError) return null;
    throw error;
  }
}

async function measureWithProgress(
  run: RunPlan,
  options: ProgressOptions,
  context: Context,
  file?: string,
): Promise<GateOutcome> {
  const { budgetMs } = run.single ?? run.matrix;
  const progress = startProgress(context, { ...options, budgetMs });
  const failure = new FirstFailure(context.signal);
  try {
    const outcome = await measure(run, failure.watch(progress.events), failure.signal, file);
    return { ...outcome, failure: failure.reason };
  } finally {
    progress.stop();
  }
}

function answerOf(outcome: GateOutcome, { plan, sources, baseline }: Gated): GateAnswer {
  const { result } = outcome;
  for (const one of "kind" in result ? result.cells.map((cell) => cell.result) : [result]) {
    if (one) checkLibraries(one, sources.libraries);
  }
  const cells = baseline ? cellsWithBaseline(outcome, baseline) : cellsOf(outcome);
  return judgeGate(cells, plan.rules);
}

/** Both ends must have loaded the libraries that were asked for. */
function checkLibraries({ timings }: BenchmarkResult, expected: Sources["libraries"]): void {
  for (const { label, rounds } of timings) {
    for (const [library, version] of Object.entries(expected[label] ?? {})) {
      const ends: readonly EndReport[] = rounds.flatMap(({ ends: { senders, receivers } }) => [
        ...senders,
        ...receivers,
      ]);
      const other = ends.find(({ libraries }) => libraries[library] !== version);
      if (other === undefined) continue;
      const loaded = other.libraries[library] ?? "none";
      throw new CommandError(`${label}: expected ${library} ${version} at both ends, got ${loaded}`);
    }
  }
}

/** The stored result of a single cell. A folder stands for the newest one in it, as in `wireduel report`. */
async function readBaseline(file: string, context: Context): Promise<BenchmarkResult> {
  const found = await readStored(file, context).catch((error: unknown) => {
    throw error instanceof UsageError ? new UsageError(`--baseline: ${error.message}`) : error;
  });
  if (isMatrix(found)) throw badValue("--baseline", "the result of a single cell", `the matrix of ${file}`);
  const rounds = Math.min(...found.timings.map((timing) => timing.rounds.length));
  if (rounds >= FEWEST_ROUNDS) return found;
  throw badValue("--baseline", `at least ${FEWEST_ROUNDS} rounds, because fewer show nothing`, `${rounds}`);
}

/**
 * Measures two blocks, so that another machine or setting is refused within seconds.
 * @throws UsageError
 */
async function refuseOtherSettings(
  { single, ...run }: RunPlan,
  baseline: BenchmarkResult,
  options: ProgressOptions,
  context: Context,
): Promise<void> {
  if (single === null) return;
  // With a budget, core accepts no single number.
  const rounds = single.budgetMs === undefined ? 2 : { min: 2, max: 2 };
  const outcome = await measureWithProgress({ ...run, single: { ...single, rounds } }, options, context);
  try {
    cellsWithBaseline(outcome, baseline);
  } catch (error) {
    if (!(error instanceof WireduelError) || error.code !== "NOT_COMPARABLE") throw error;
    throw new UsageError(`--baseline: ${whyNotComparable(error.message, "gate")}`);
  }
}
