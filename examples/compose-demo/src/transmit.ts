// A run: sends the image over each protocol, reports while it goes on, and saves the results.
import {
  type BenchmarkOptions,
  type BenchmarkResult,
  planMatrix,
  type ReceiverOption,
  runBenchmark,
  type SendersOption,
  WireduelError,
} from "@wireduel/core";
import { formatHtml } from "@wireduel/report-html";
import { EXIT } from "./failure.js";
import { loadImage, MAX_IMAGE_BYTES } from "./image.js";
import { reportFailure } from "./program.js";
import { comparisonReport, transferReport } from "./report.js";
import { Results } from "./results.js";
import { readSecrets, SERVER_NAME } from "./secrets.js";
import type { TransmitterSettings } from "./settings.js";
import { SIGNAL_EXIT } from "./signals.js";
import type { Stop } from "./stop.js";
import { variant } from "./variants.js";

/** The receiver, and how to be let in. */
export function receiverOf({ receiver }: TransmitterSettings): ReceiverOption {
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

/** What a run needs beside its settings. */
export interface Transmission {
  readonly receiver: ReceiverOption;
  /** Who sends. Undefined: this process. */
  readonly senders?: SendersOption | undefined;
  readonly stop: Stop;
  /** The command line that does it again, for the page. */
  readonly command: string;
}

/** Sends, reports and saves. The run stores its result itself. Resolves with the exit code. */
export async function transmit(
  settings: TransmitterSettings,
  { receiver, senders, stop, command }: Transmission,
): Promise<number> {
  const image = await loadImage(settings.image);
  const options = { ...optionsOf(settings, receiver), senders };
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
  // A signal that comes later stops nothing: Compose sends one as soon as another container has ended.
  const stoppedBy = failure === undefined ? undefined : stop.by;
  const measured = result && result.timings.length > 0 ? result : undefined;
  if (measured) finish(measured);
  const savePage = (of: BenchmarkResult) =>
    results.savePage(() => formatHtml(of, { command, hint: settings.hint, resultFile: "result.json" }));
  if (stoppedBy !== undefined) {
    if (measured && !results.isStored) reportFailure(failure);
    const kept = measured
      ? `what was measured is in ${results.save()}, with a page in ${savePage(measured)}`
      : "nothing was measured";
    process.stderr.write(`compose-demo: stopped by ${stoppedBy}; ${kept}\n`);
    return SIGNAL_EXIT[stoppedBy] ?? EXIT.failed;
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
