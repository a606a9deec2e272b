import { type MatrixOptions, planMatrix } from "@wireduel/core";
import { loadAdapters } from "../adapters/load-adapters.js";
import { namesElsewhere } from "../adapters/served.js";
import { type Command, defineCommand } from "../command.js";
import type { Context } from "../context.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import { RUN_FLAGS, type RunFlags } from "../flags/run-flags.js";
import { FORMATS } from "../formats/formats.js";
import { checkJsonFile, fileToStoreIn, writeJsonFile } from "../output/json-file.js";
import { ResultStore } from "../output/result-store.js";
import { startProgress } from "../progress/start-progress.js";
import { linkTls } from "../remote/receiver-of.js";
import { refuseConflicts } from "../run/conflicts.js";
import { measureOnePayload } from "../run/debug.js";
import { debugText } from "../run/debug-text.js";
import { exitCodeOf } from "../run/exit-code-of.js";
import { openToSenders } from "../run/joining.js";
import { measure } from "../run/measure.js";
import { planLine, planText } from "../run/plan-text.js";
import { reportOutcome } from "../run/report-outcome.js";
import { matrixToResume, orOtherSettings } from "../run/resume.js";
import { type RunPlan, runPlanOf } from "../run/run-options.js";
import { warnOfPlan } from "../run/warn-of-plan.js";

type Values = ValuesOf<RunFlags>;

/** `wireduel [run] ADAPTER...` */
export const run: Command = defineCommand({
  name: "run",
  summary: "Measures adapters and says which one is faster, by how much, and why.",
  takes: "[ADAPTER...]",
  flags: RUN_FLAGS,
  examples: [
    { command: "wireduel ws grpc", meaning: "which is faster for 10 kB on this machine" },
    {
      command: "wireduel ws grpc --size 3kB --kind json --network 20ms",
      meaning: "for 3 kB of JSON over a slow network",
    },
    {
      command: "wireduel ws grpc --size 100,10kB,1MB --network none,wan",
      meaning: "six cells: which is faster where",
    },
    {
      command: "wireduel ws grpc http http:version=2 --explain",
      meaning: "WebSocket, gRPC, HTTP/1.1 and HTTP/2, and why they differ",
    },
    {
      command: "wireduel ws ws:profile=tuned --payload photo.jpg",
      meaning: "what the tuned settings save for a file",
    },
    {
      command: "wireduel ws grpc --rate 200/s --connections 10",
      meaning: "response times under a fixed rate",
    },
    {
      command: "wireduel ws grpc --size 100 --senders 4 --concurrency 256",
      meaning: "small messages from four processes that share the load",
    },
    {
      command: "wireduel ws --to http://192.0.2.5:4000 --wait-for-senders 8 --join-token-file token",
      meaning: "from eight processes that run `wireduel send`; prints what to type",
    },
    { command: "wireduel ws grpc --quick", meaning: "a first look in ten seconds" },
    {
      command: "wireduel ws ./my-adapter.ts --dry-run",
      meaning: "what would be measured with an adapter of your own",
    },
  ],
  async run(args, values, context) {
    refuseConflicts(values);
    const { cwd } = context;
    const common = { tls: linkTls(values, cwd) };
    const adapters = await loadAdapters({ args, configured: values.adapters, cwd, common });
    const plan = runPlanOf(values, adapters, cwd);
    checkJsonFile(values.json, cwd);
    if (values.dryRun) return printPlan(plan.matrix, values, context);
    const named = namesElsewhere(args.length > 0 ? args : (values.adapters ?? []));
    const open = () => openToSenders(plan.joining, { adapters: named, mayRepeat: false }, context);
    if (values.debug) return debug(plan, open, values, context);
    return measureAndReport(plan, open, values, context);
  },
});

function printPlan(options: MatrixOptions, values: Values, context: Context): ExitCode {
  const plan = planMatrix(options);
  print(planText(plan), plan, values, context);
  return EXIT.ok;
}

/** Prints a text, or the same as JSON. */
function print(text: string, data: object, { json, format }: Values, { out, cwd }: Context): void {
  const asJson = `${JSON.stringify(data, null, 2)}\n`;
  out(json === true || format === "json" ? asJson : text);
  writeJsonFile(json, asJson, cwd);
}

/** Opens a run to its senders, and returns what to print when it waits for them. Undefined: it has none to wait for. */
type Open = () => ((url: string) => string) | undefined;

async function debug(plan: RunPlan, open: Open, values: Values, context: Context): Promise<ExitCode> {
  if (plan.cells > 1)
    throw new UsageError(
      `--debug: it sends one payload, and there are ${plan.cells} cells: name one size and one network`,
    );
  warnOfPlan(planMatrix(plan.matrix), values, context);
  const { quiet, color } = values;
  const { events, stop } = startProgress(context, { quiet, color, whenWaiting: open() });
  const result = await measureOnePayload(plan, { join: events.join }, context.signal).finally(stop);
  print(debugText(result), result, values, context);
  return exitCodeOf({ result, error: null, notStored: null }, context.signal);
}

async function measureAndReport(
  plan: RunPlan,
  open: Open,
  values: Values,
  context: Context,
): Promise<ExitCode> {
  const { format } = values;
  if (plan.cells > 1 && format !== undefined && FORMATS[format].onlyRuns)
    throw new UsageError(
      `--format: ${format} is for a single cell, and there are ${plan.cells}: name one size, network and rate`,
    );
  // Bad options and a folder that cannot be written to are refused before anything is measured.
  const planned = planMatrix(plan.matrix);
  context.onSignal("abort");
  const resumed = values.resume === undefined ? undefined : matrixToResume(values.resume, plan, context);
  const store = new ResultStore(resumed === undefined ? values.out : false, context);
  warnOfPlan(planned, values, context);
  const { quiet, color } = values;
  const { budgetMs } = planned.settings;
  const progress = startProgress(context, { quiet, color, budgetMs, whenWaiting: open() });
  progress.note(planLine(planned));
  let outcome: Awaited<ReturnType<typeof measure>>;
  try {
    const measureIn = (file?: string) => measure(plan, progress.events, context.signal, file);
    outcome = resumed
      ? await store.resume(resumed, (file) => orOtherSettings(measureIn(file)))
      : await store.measure(plan.single ? "result.json" : "matrix.json", (file) =>
          // In a file that has a matrix, a matrix would go on.
          measureIn(file ?? (plan.single ? fileToStoreIn(values.json, context.cwd) : undefined)),
        );
  } finally {
    progress.stop();
  }
  const reported = await reportOutcome(outcome, store, values, context);
  const code = exitCodeOf(outcome, context.signal);
  return code === EXIT.ok && !reported ? EXIT.failed : code;
}
