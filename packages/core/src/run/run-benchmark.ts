import { type BenchmarkOptions, checkOptions } from "../options/benchmark-options.js";
import { asWireduelError, WireduelError } from "../failure/wireduel-error.js";
import { checkForkable } from "../control/fork-receiver.js";
import { refuseInsideReceiver } from "../process/inside-receiver.js";
import type { BenchmarkResult } from "../result/result.js";
import { Run } from "./run.js";
import { runRow } from "./run-row.js";
import { runRowInProcess } from "./fork-sender.js";
import { shuffledBlocks } from "./shuffled-blocks.js";

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
  const { rows, rounds, seed, receiver, signal } = checked;
  if (receiver === "process" || rounds > 1) {
    for (const { adapter } of rows) await checkForkable(adapter, checked.connectTimeoutMs);
  }
  const run = new Run(checked);
  const blocks = rounds === 1 ? [[...rows.keys()]] : shuffledBlocks(rows.length, rounds, seed);
  for (const [block, order] of blocks.entries()) {
    for (const index of order) {
      const row = rows[index] as (typeof rows)[number];
      try {
        if (signal?.aborted) throw new WireduelError("ABORTED", "the caller ended the run");
        // One round is run here; to compare rounds each needs processes that no other has warmed or worn.
        const { timing, early } = await (rounds === 1 ? runRow : runRowInProcess)(checked, row, index);
        run.add(block, index, timing);
        if (early && early.code !== "LINK_CLOSED") {
          throw new WireduelError(early.code, `${row.label}: ${early.message}`);
        }
      } catch (error) {
        const failure = asWireduelError(error, "UNEXPECTED", row.label);
        failure.result = run.result(failure.code === "ABORTED" ? "aborted" : "failed");
        throw failure;
      }
    }
  }
  return run.result();
}
