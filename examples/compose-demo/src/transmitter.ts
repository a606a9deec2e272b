// The transmitting server: sends the image over each protocol, reports during the run, and saves the results.
import { EventEmitter } from "node:events";
import { type BenchmarkOptions, type BenchmarkResult, runBenchmark, WireduelError } from "@wireduel/core";
import { streamText } from "@wireduel/core/report";
import { explainEvents, formatExplanation } from "./explain.js";
import { EXIT, SIGNAL_EXIT } from "./failure.js";
import { loadImage, MAX_IMAGE_BYTES } from "./image.js";
import { reportFailure, runProgram } from "./program.js";
import { becomeOwnerOf, Results } from "./results.js";
import { inCompose, type TransmitterSettings, transmitterSettings } from "./settings.js";
import { variant } from "./variants.js";

/** Writes a report during a run and at its end. */
interface Report {
  readonly events: NonNullable<BenchmarkOptions["events"]>;
  finish(result: BenchmarkResult): void;
}

function reportTo(write: (text: string) => void, { explain, hint }: TransmitterSettings): Report {
  if (explain) {
    return { events: explainEvents(write), finish: (result) => write(formatExplanation(result)) };
  }
  const events = new EventEmitter();
  return { events, finish: streamText(events, write, { noun: "image", hint }) };
}

/** Sends, reports and saves. Resolves with the exit code. */
async function transmit(settings: TransmitterSettings, stop: Stop): Promise<number> {
  const image = await loadImage(settings.image);
  const results = new Results(settings.results);
  const { events, finish } = reportTo(results.write, settings);

  let result: BenchmarkResult | undefined;
  let failure: unknown;
  try {
    result = await runBenchmark({
      adapters: settings.variants.map((name) => variant(name, settings.explain)),
      payload: image,
      count: settings.imageCount,
      delayMs: settings.delayMs,
      warmupCount: settings.warmupCount,
      network: settings.network,
      wireBytes: settings.explain,
      maxPayloadBytes: MAX_IMAGE_BYTES,
      receiver: { url: settings.receiverUrl, token: settings.token },
      signal: stop.signal,
      events,
    });
  } catch (error) {
    failure = error;
    result = error instanceof WireduelError ? error.result : undefined;
  }
  const measured = result && result.timings.length > 0 ? result : undefined;
  if (measured) finish(measured);
  if (stop.by !== undefined) {
    const kept = measured ? `what was measured is in ${results.save(measured)}` : "nothing was measured";
    process.stderr.write(`compose-demo: stopped by ${stop.by}; ${kept}\n`);
    return SIGNAL_EXIT[stop.by] ?? EXIT.failed;
  }
  const code = failure === undefined ? EXIT.whole : reportFailure(failure);
  if (measured === undefined) return code;
  process.stdout.write(`\nResults: ${results.save(measured)}\n`);
  return measured.status === "completed" ? EXIT.whole : code || EXIT.failed;
}

/** How the user stops a run: with Ctrl-C, or by ending the process. */
class Stop {
  /** The first signal. */
  by: "SIGINT" | "SIGTERM" | undefined;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;

  constructor() {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      process.on(name, () => {
        this.by ??= name;
        this.#controller.abort();
      });
    }
  }
}

const stop = new Stop();
await runProgram(["--explain", "--help"], async (args) => {
  const settings = transmitterSettings(process.env, args);
  if (inCompose(process.env)) becomeOwnerOf(settings.results.path);
  return transmit(settings, stop);
});
