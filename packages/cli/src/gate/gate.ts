import { type BenchmarkResult, type EndReport, planMatrix, WireduelError } from "@wireduel/core";
import { isMatrix } from "@wireduel/core/report";
import { whyNotComparable } from "../compare/why-not-comparable.js";
import type { Context } from "../context.js";
import { type ExitCode, exitCodeOfSignal } from "../exit-code.js";
import { badValue, CommandError, UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import { readStored } from "../formats/read-stored.js";
import { checkJsonFile, writeJsonFile } from "../output/json-file.js";
import { ResultStore } from "../output/result-store.js";
import { startProgress } from "../progress/start-progress.js";
import { refuseConflicts } from "../run/conflicts.js";
import { measure } from "../run/measure.js";
import type { RunPlan } from "../run/run-options.js";
import { adviceOf } from "./advice.js";
import type { GateAnswer } from "./answer.js";
import { FirstFailure } from "./first-failure.js";
import { cellsOf, cellsWithBaseline, type GateOutcome } from "./gate-cells.js";
import type { GateFlags } from "./gate-flags.js";
import { FEWEST_ROUNDS, type GatePlan, gatePlanOf } from "./gate-plan.js";
import { judgeGate } from "./judge.js";
import { reportOf } from "./measured-twice.js";
import { EXIT_OF, formatGate } from "./report-text.js";
import { libraryNotes, type Sources, sameNotes, sourcesOf } from "./sources.js";

type Values = ValuesOf<GateFlags>;

/** Runs `wireduel gate`. */
export async function gate(args: readonly string[], values: Values, context: Context): Promise<ExitCode> {
  refuseConflicts(values);
  checkJsonFile(values.json, context.cwd);
  const baseline = values.baseline === undefined ? null : await readBaseline(values.baseline, context);
  const sources = await sourcesOf(args, values, context.cwd);
  try {
    return await runGate(values, context, {
      sources,
      baseline,
      plan: gatePlanOf(values, sources, context.cwd),
    });
  } finally {
    sources.dispose();
  }
}

interface Gated {
  readonly sources: Sources;
  readonly baseline: BenchmarkResult | null;
  readonly plan: GatePlan;
}

async function runGate(values: Values, context: Context, gated: Gated): Promise<ExitCode> {
  // Bad options are refused before anything is measured.
  planMatrix(gated.plan.run.matrix);
  const store = new ResultStore(values.out, context);
  const note = (text: string) => values.quiet || context.err(`${text}\n`);
  if (gated.baseline) await refuseOtherSettings(gated.plan.run, gated.baseline, values, context);
  const measureOnce = async (): Promise<Measured> => {
    const { run } = gated.plan;
    const outcome = await store.measure(run.single ? "result.json" : "matrix.json", (file) =>
      measureWithProgress(run, values, context, file),
    );
    const path = store.pathOf(outcome.notStored);
    if (path !== null) note(`Stored: ${path}`);
    if (context.signal.aborted) return { outcome, answer: null };
    return { outcome, answer: answerOf(outcome, gated) };
  };
  const first = await measureOnce();
  if (first.answer === null) return exitCodeOfSignal(context.signal);
  let last = first;
  if (first.answer.answer === "fail") {
    note("The gate failed. Measuring once more, with fresh processes.");
    last = await measureOnce();
    if (last.answer === null) return exitCodeOfSignal(context.signal);
  }
  const report = reportOf(first.answer, last === first ? null : last.answer);
  const { durationMs, warnings } = last.outcome.result;
  const advice = adviceOf(report, { durationMs, roundsGiven: typeof values.rounds === "number" });
  const notes = [
    ...sameNotes(gated.sources),
    ...libraryNotes(gated.sources),
    ...warnings.map(({ message }) => `Warning: ${message}`),
    ...(advice === undefined ? [] : [advice]),
  ];
  const json = formatGate(report, "json", notes);
  writeJsonFile(values.json, json, context.cwd);
  context.out(values.json === true ? json : formatGate(report, values.format ?? "text", notes));
  return EXIT_OF[report.answer];
}

interface Measured {
  readonly outcome: GateOutcome;
  /** Null: the user interrupted it. */
  readonly answer: GateAnswer | null;
}

async function measureWithProgress(
  run: RunPlan,
  { quiet, color }: Values,
  context: Context,
  file?: string,
): Promise<GateOutcome> {
  const { budgetMs } = run.single ?? run.matrix;
  const progress = startProgress(context, { quiet, color, budgetMs });
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
  values: Values,
  context: Context,
): Promise<void> {
  if (single === null) return;
  // With a budget, core accepts no single number.
  const rounds = single.budgetMs === undefined ? 2 : { min: 2, max: 2 };
  const outcome = await measureWithProgress({ ...run, single: { ...single, rounds } }, values, context);
  try {
    cellsWithBaseline(outcome, baseline);
  } catch (error) {
    if (!(error instanceof WireduelError) || error.code !== "NOT_COMPARABLE") throw error;
    throw new UsageError(`--baseline: ${whyNotComparable(error.message, "gate")}`);
  }
}
