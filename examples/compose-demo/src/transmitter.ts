// The transmitting server: sends the image over each protocol, reports as it goes, and keeps the results.
import {
  type BenchmarkEvents,
  type BenchmarkResult,
  runBenchmark,
  streamText,
  WireduelError,
} from "@wireduel/core";
import { EventEmitter } from "eventemitter3";
import { EXIT, explainFailure, SIGNAL_EXIT } from "./exit.js";
import { formatExplanation, streamExplanation } from "./explain.js";
import { loadImage, MAX_IMAGE_BYTES } from "./image.js";
import { ownResultsFolder } from "./own-results-folder.js";
import { Results } from "./results.js";
import { inCompose, loadEnvironmentFile, type TransmitterSettings, transmitterSettings } from "./settings.js";
import { variant } from "./variants.js";

/** Sends, reports and saves; resolves to the exit code. */
async function transmit(settings: TransmitterSettings, signal: AbortSignal): Promise<number> {
  const image = await loadImage(settings.imagePath, settings.imageName);
  const results = new Results(settings.resultsDir, settings.resultsShownAs);
  const events = new EventEmitter<BenchmarkEvents>();
  let finish: (result: BenchmarkResult) => void;
  if (settings.explain) {
    streamExplanation(events, results.write);
    finish = (result) => results.write(formatExplanation(result));
  } else {
    finish = streamText(events, results.write, { noun: "image", hint: settings.hint });
  }

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
      signal,
      events,
    });
  } catch (error) {
    failure = error;
    result = error instanceof WireduelError ? error.result : undefined;
  }
  if (result && result.timings.length > 0) finish(result);
  const code = failure === undefined ? EXIT.whole : explainFailure(failure);
  if (result === undefined || result.timings.length === 0) return code;
  process.stdout.write(`\n${results.save(result)}\n`);
  return result.status === "completed" ? EXIT.whole : code || EXIT.failed;
}

// Whoever reads along may stop (`| head`); the run goes on, and its files are written.
process.stdout.on("error", () => {});

const life = new AbortController();
let signalExit: number | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    signalExit ??= SIGNAL_EXIT[signal];
    life.abort();
  });
}
try {
  loadEnvironmentFile();
  const settings = transmitterSettings(process.env, process.argv.slice(2));
  if (inCompose(process.env)) ownResultsFolder(settings.resultsDir);
  const code = await transmit(settings, life.signal);
  process.exitCode = signalExit ?? code;
} catch (error) {
  process.exitCode = explainFailure(error);
}
