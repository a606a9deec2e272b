import { arch, cpus, platform, totalmem } from "node:os";
import { type BenchmarkOptions, type CheckedOptions, checkOptions } from "./benchmark-options.js";
import { NS_PER_MS, systemClock } from "./clock/clock.js";
import { titleOf } from "./define-adapter.js";
import { asWireduelError, WireduelError } from "./errors.js";
import { checkForkable } from "./receiver/fork-receiver.js";
import { refuseInsideReceiver } from "./receiver/inside-receiver.js";
import { type BenchmarkResult, RESULT_SCHEMA_VERSION, type RunSettings, type Timing } from "./result.js";
import { countWireBytes } from "./round/count-wire-bytes.js";
import { runRound } from "./round/run-round.js";
import { loadTimeHistograms } from "./stats/time-histogram.js";

/**
 * Sends the payload over each adapter as the load says, one row after the other, and says how long each transmission took
 * and where the time went. A payload that failed is data and does not stop the run.
 *
 * @throws WireduelError (as a rejection)
 *   - `INVALID_OPTION`, `ADAPTER_NOT_LOADABLE`, `INSIDE_RECEIVER` before anything opens (but `network` with an adapter that
 *     has no TCP port only when its receiver listens);
 *   - `RECEIVER_START_FAILED`, `RECEIVER_UNREACHABLE`, `RECEIVER_BUSY`, `UNAUTHORIZED`, `UNKNOWN_ADAPTER`,
 *     `CONTRACT_MISMATCH`, `LISTEN_FAILED`, `CONNECT_FAILED` if a row cannot begin;
 *   - `RECEIVER_LOST` if the receiver goes away, `ABORTED` if `signal` ends the run, `LISTENER_FAILED` if a listener of
 *     `events` throws, `UNEXPECTED` for whatever must not happen.
 *   But for those before anything opens, `error.result` is a complete result of what was measured, which may be nothing;
 *   later adapters are not run.
 */
export async function runBenchmark(options: BenchmarkOptions): Promise<BenchmarkResult> {
  refuseInsideReceiver();
  const checked = checkOptions(options);
  if (checked.receiver === "process") {
    for (const { adapter } of checked.rows) await checkForkable(adapter, checked.connectTimeoutMs);
  }
  // To load them takes tens of milliseconds, which must not fall into what is measured.
  const histograms =
    (checked.load.count ?? Number.POSITIVE_INFINITY) > checked.maxTransmissions
      ? await loadTimeHistograms()
      : undefined;
  const run = new Run(checked);
  for (const [index, row] of checked.rows.entries()) {
    try {
      if (checked.signal?.aborted) throw new WireduelError("ABORTED", "the caller ended the run");
      const event = { label: row.label, title: titleOf(row.adapter), row: index };
      const wire = checked.wireBytes ? await countWireBytes(checked, row.adapter) : null;
      const plan = { adapter: row.adapter, event, wire, histograms };
      const { timing, early } = await runRound(checked, plan);
      run.add(timing);
      if (early && early.code !== "LINK_CLOSED")
        throw new WireduelError(early.code, `${row.label}: ${early.message}`);
    } catch (error) {
      const failure = asWireduelError(error, "UNEXPECTED", row.label);
      failure.result = run.result(failure.code === "ABORTED" ? "aborted" : "failed");
      throw failure;
    }
  }
  return run.result();
}

class Run {
  readonly #options: CheckedOptions;
  readonly #startedAt = new Date();
  readonly #startedNs = systemClock.now();
  readonly #timings: Timing[] = [];

  constructor(options: CheckedOptions) {
    this.#options = options;
  }

  add(timing: Timing): void {
    this.#timings.push(timing);
  }

  /** @param ended how, if before its end */
  result(ended?: "aborted" | "failed"): BenchmarkResult {
    const { rows } = this.#options;
    const whole = this.#timings.length === rows.length && this.#timings.every(isWhole);
    return {
      schemaVersion: RESULT_SCHEMA_VERSION,
      status: ended ?? (whole ? "completed" : "failed"),
      startedAt: this.#startedAt.toISOString(),
      durationMs: (systemClock.now() - this.#startedNs) / NS_PER_MS,
      settings: settingsOf(this.#options),
      machine: {
        platform: platform(),
        arch: arch(),
        cpuModel: cpus()[0]?.model ?? "unknown",
        cpuCount: cpus().length,
        memoryBytes: totalmem(),
      },
      timings: this.#timings,
      notRun: rows.slice(this.#timings.length).map((row) => row.label),
    };
  }
}

/** Whether every payload of a row was sent when due, acknowledged, and arrived once and unchanged. */
function isWhole({ status, counts }: Timing): boolean {
  const { sent, failed, dropped, lost, duplicated, damaged } = counts;
  return (
    status === "completed" &&
    sent > 0 &&
    failed + dropped === 0 &&
    lost === 0 &&
    duplicated === 0 &&
    damaged === 0
  );
}

function settingsOf(options: CheckedOptions): RunSettings {
  const { rows, payloads, receiver, signal, events, ...settings } = options;
  return {
    ...settings,
    payloadBytes: payloads.map((payload) => payload.byteLength),
    receiver: typeof receiver === "string" ? receiver : "remote",
    receiverUrl: typeof receiver === "string" ? null : receiver.url,
  };
}
