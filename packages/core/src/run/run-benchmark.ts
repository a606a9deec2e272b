import { WireduelError } from "../failure/wireduel-error.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import { checkOptions } from "../options/check-options.js";
import { refuseInsideReceiver } from "../process/inside-receiver.js";
import { checkMayConnect } from "../process/permissions.js";
import type { BenchmarkResult } from "../result/result.js";
import { checkProcesses } from "./check-processes.js";
import { measureInBlocks } from "./measure-in-blocks.js";
import { measureOnce } from "./measure-once.js";
import { measureProbes } from "./measure-probes.js";
import { Run } from "./run.js";
import type { BlockRound } from "./run-block.js";
import { whyEnded } from "./why-ended.js";

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
 * - `RECEIVER_START_FAILED`, `RECEIVER_UNREACHABLE`, `RECEIVER_BUSY`, `UNAUTHORIZED`, `UNKNOWN_ADAPTER`,
 *   `CONTRACT_MISMATCH`, `REFERENCES_TIMEOUT`, `LISTEN_FAILED`, `CONNECT_FAILED` or `LINK_CLOSED` if a round
 *   cannot start.
 * - `RECEIVER_LOST` if the receiver ends or stops answering, `SENDER_LOST` if a sender process ends.
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
  checkMayConnect();
  await checkProcesses(checked);
  const run = new Run(checked);
  try {
    const add = (complete: readonly BlockRound[]) => run.add(complete);
    await (checked.rounds.max === 1 ? measureOnce(checked, add) : measureInBlocks(checked, run));
    const result = run.result();
    if (!checked.explain || result.status !== "completed") return result;
    const explanations = await measureProbes(checked, result);
    return { ...run.result(), explanations };
  } catch (error) {
    const { code, message } = whyEnded(error, checked.signal);
    const result = run.result(code === "ABORTED" ? "aborted" : "failed");
    throw new WireduelError(code, message, { cause: error, result });
  }
}
