import { whyEnded } from "../failure/why-ended.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { BenchmarkOptions, CheckedOptions } from "../options/benchmark-options.js";
import { checkOptions } from "../options/check-options.js";
import { refuseInsideReceiver } from "../process/inside-receiver.js";
import { checkMayConnect } from "../process/permissions.js";
import type { BenchmarkResult } from "../result/result.js";
import { checkProcesses } from "./check-processes.js";
import { measureInBlocks } from "./measure-in-blocks.js";
import { measureProbes } from "./measure-probes.js";
import { Run } from "./run.js";
import { RunStore } from "./run-store.js";
import { withSenders } from "./with-senders.js";

/**
 * Sends the payload over each adapter, one adapter after another, under the given load. Returns how long each
 * transmission took, and how much of that was encoding, transport and decoding. A payload that fails is data
 * and does not stop the run.
 *
 * The promise rejects with a WireduelError:
 *
 * - `INVALID_OPTION`, `ADAPTER_NOT_LOADABLE` or `INSIDE_RECEIVER` before anything is opened. Some cases come
 *   later: `network` with an adapter that does not listen on a TCP port, a listening end without a certificate,
 *   and options that a receiver server refuses.
 * - `PERMISSION_DENIED` before anything is opened, if Node's permission model forbids what the run needs.
 * - `FILE_NOT_WRITTEN` before anything is opened, if `file` could not be written, or at the end, if it was not written.
 * - `RECEIVER_START_FAILED`, `RECEIVER_UNREACHABLE`, `RECEIVER_BUSY`, `UNAUTHORIZED`, `UNKNOWN_ADAPTER`,
 *   `CONTRACT_MISMATCH`, `REFERENCES_TIMEOUT`, `LISTEN_FAILED`, `CONNECT_FAILED` or `LINK_CLOSED` if a round
 *   cannot start.
 * - `SENDERS_MISSING` if not all senders join in time.
 * - `RECEIVER_LOST` if the receiver ends or stops answering, `SENDER_LOST` if a sender process ends, or one that joined.
 * - `ABORTED` if `signal` aborts.
 * - `EVENT_HANDLER_FAILED` if a handler of `events` throws.
 * - `UNEXPECTED` for any other error.
 *
 * If the run had started, `error.result` is a complete result with what was measured so far. It may have no
 * timings. The remaining adapters are not run.
 */
export async function runBenchmark<
  Count extends number | undefined = undefined,
  DelayMs extends number | undefined = undefined,
>(options: BenchmarkOptions<Count, DelayMs>): Promise<BenchmarkResult> {
  refuseInsideReceiver();
  const checked = checkOptions(options as BenchmarkOptions);
  const store = new RunStore(checked);
  checkMayConnect();
  await checkProcesses(checked);
  const run: Run = new Run(checked, () => store.keep(() => run.result("running")));
  const result = await measure(checked, run, store).catch((error: unknown) => {
    const { code, message } = whyEnded(error, checked.signal);
    const result = run.result(code === "ABORTED" ? "aborted" : "failed");
    const failure = store.save(result);
    const both = failure ? `${message}; and then: ${failure.message}` : message;
    throw new WireduelError(code, both, { cause: error, result });
  });
  const failure = store.save(result);
  if (failure) throw new WireduelError(failure.code, failure.message, { result });
  return result;
}

async function measure(options: CheckedOptions, run: Run, store: RunStore): Promise<BenchmarkResult> {
  const { rounds, senders, join, explain } = options;
  if (rounds.max === 1 && senders === 1 && join === null) {
    // Imported lazily: with several rounds, other processes send.
    const { measureOnce } = await import("./measure-once.js");
    await measureOnce(options, (rounds) => run.add(rounds));
    return run.result();
  }
  return withSenders(options, async (joined) => {
    await measureInBlocks(options, run, joined);
    const result = run.result();
    if (!explain || result.status !== "completed") return result;
    // All rounds are there. Only probes follow.
    store.keep(() => ({ ...result, status: "running" }));
    const explanations = await measureProbes(options, result, joined);
    return { ...run.result(), explanations };
  });
}
