// The transmitting server: sends the image over each protocol, reports during the run, and saves the results.
import {
  type BenchmarkOptions,
  type BenchmarkResult,
  planMatrix,
  type ReceiverOption,
  runBenchmark,
  WireduelError,
} from "@wireduel/core";
import { formatHtml } from "@wireduel/report-html";
import { RUN_FLAGS } from "./arguments.js";
import { commandOf } from "./command.js";
import { EXIT } from "./failure.js";
import { loadImage, MAX_IMAGE_BYTES } from "./image.js";
import { reportFailure, runProgram } from "./program.js";
import { comparisonReport, transferReport } from "./report.js";
import { becomeOwnerOf, Results } from "./results.js";
import { readSecrets, SERVER_NAME } from "./secrets.js";
import { inCompose, type TransmitterSettings, transmitterSettings } from "./settings.js";
import { onEndingSignal, SIGNAL_EXIT } from "./signals.js";
import { variant } from "./variants.js";

/** The receiver, and how to be let in. */
function receiverOf({ receiver }: TransmitterSettings): ReceiverOption {
  if (receiver === "process") return receiver;
  const { url, token, secrets: folder } = receiver;
  if (folder === undefined) return { url, token };
  const secrets = readSecrets(folder);
  const tls = { ca: secrets.certificate, servername: SERVER_NAME };
  return { url, token: token ?? secrets.token, tls };
}

/** The options of either kind of run. */
function optionsOf(
  settings: TransmitterSettings,
  receiver: ReceiverOption,
): Omit<BenchmarkOptions, "payload" | "signal" | "events"> {
  const { variants, imageCount, delayMs, warmupCount, network, budgetMs } = settings;
  return {
    adapters: variants.map(variant),
    count: imageCount,
    delayMs,
    warmupCount,
    network,
    maxPayloadBytes: MAX_IMAGE_BYTES,
    receiver,
    budgetMs,
  };
}

/**
 * Sends, reports and saves. The run stores its result itself. Resolves with the exit code.
 * @param command the command line that does it again, for the page
 */
async function transmit(
  settings: TransmitterSettings,
  receiver: ReceiverOption,
  stop: Stop,
  command: string,
): Promise<number> {
  const image = await loadImage(settings.image);
  const options = optionsOf(settings, receiver);
  const results = new Results(settings.results);
  const { events, finish } = settings.compare
    ? comparisonReport(results.write, announce, settings.hint)
    : transferReport(results.write, settings.hint);

  for (const { message } of planMatrix({ ...options, payload: image }).warnings) {
    process.stderr.write(`compose-demo: warning: ${message}\n`);
  }
  let result: BenchmarkResult | undefined;
  let failure: unknown;
  try {
    const { file } = results;
    result = await runBenchmark({ ...options, payload: image, signal: stop.signal, events, file });
  } catch (error) {
    failure = error;
    result = error instanceof WireduelError ? error.result : undefined;
  }
  const measured = result && result.timings.length > 0 ? result : undefined;
  if (measured) finish(measured);
  const savePage = (of: BenchmarkResult) =>
    results.savePage(() => formatHtml(of, { command, hint: settings.hint, resultFile: "result.json" }));
  if (stop.by !== undefined) {
    if (measured && !results.isStored) reportFailure(failure);
    const kept = measured
      ? `what was measured is in ${results.save()}, with a page in ${savePage(measured)}`
      : "nothing was measured";
    process.stderr.write(`compose-demo: stopped by ${stop.by}; ${kept}\n`);
    return SIGNAL_EXIT[stop.by] ?? EXIT.failed;
  }
  const code = failure === undefined ? EXIT.whole : reportFailure(failure);
  if (measured === undefined) return code;
  process.stdout.write(`\nResults: ${results.save()}\n`);
  process.stdout.write(`Page: ${savePage(measured)}\n`);
  return measured.status === "completed" ? code : code || EXIT.failed;
}

/** Writes how far the run is, so that stdout has the result only. */
function announce(text: string): void {
  process.stderr.write(text);
}

/** How the user stops a run: with Ctrl-C, or by ending this process or the one that started it. */
class Stop {
  /** The first signal, or what else it was. */
  by: string | undefined;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;

  constructor() {
    onEndingSignal((signal) => this.#stop(signal), process.exit);
    const orphaned = () => this.#stop("the end of its parent");
    process.on("disconnect", orphaned);
    // It may have ended while this program was loaded.
    if (process.connected === false) orphaned();
    // Listening alone must not keep this process alive.
    process.channel?.unref();
  }

  #stop(by: string): void {
    this.by ??= by;
    this.#controller.abort();
  }
}

const stop = new Stop();
await runProgram(RUN_FLAGS, async (args) => {
  const settings = transmitterSettings(process.env, args);
  // Before this process becomes a user that may not read the secrets.
  const receiver = receiverOf(settings);
  if (inCompose(process.env)) becomeOwnerOf(settings.results.path);
  return transmit(settings, receiver, stop, commandOf(process.env, args, process.send !== undefined));
});
