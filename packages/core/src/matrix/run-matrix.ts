import { labelled } from "../failure/labelled.js";
import { freshSeed } from "../options/comparison-options.js";
import { refuseInsideReceiver } from "../process/inside-receiver.js";
import { checkMayConnect } from "../process/permissions.js";
import type { MatrixResult } from "../result/matrix.js";
import { checkProcesses } from "../run/check-processes.js";
import { withSenders } from "../run/with-senders.js";
import { type CheckedCell, checkMatrix } from "./check-matrix.js";
import { MatrixFile } from "./matrix-file.js";
import type { MatrixOptions } from "./matrix-options.js";
import { MatrixRun } from "./matrix-run.js";

/**
 * Measures every combination of payloads, networks and loads. Each combination is a cell, with a result like that of
 * `runBenchmark`. The cells are interleaved: each block of the matrix runs every cell once, in random order, and in each
 * cell every adapter. So slow changes of the machine affect all cells alike.
 *
 * A failure inside a cell ends that cell, and the others go on. The promise rejects with a WireduelError:
 *
 * - `INVALID_OPTION`, `ADAPTER_NOT_LOADABLE`, `BUNDLED`, `INSIDE_RECEIVER` or `PERMISSION_DENIED` before anything is
 *   opened. The message names the cell if it is about one.
 * - `INVALID_RESULT` if `file` exists and is not a stored matrix, and `SETTINGS_DIFFER` if it was measured with other
 *   settings, versions or payloads, or on another machine. The file is left as it is.
 * - `FILE_NOT_WRITTEN` before anything is measured, if the state cannot be stored, or at the end, if the matrix was not
 *   stored, or if another program changes the file.
 * - `SENDERS_MISSING` if not all senders join in time, and `SENDER_LOST` if one that joined is lost.
 * - `ABORTED` if `signal` aborts.
 * - `EVENT_HANDLER_FAILED` if a handler of `events` throws.
 * - `UNEXPECTED` for any other error.
 *
 * If the matrix had started, `error.matrix` has all complete blocks, and so has the file. Call `runMatrix` again with
 * the same options to go on.
 */
export async function runMatrix(options: MatrixOptions): Promise<MatrixResult> {
  refuseInsideReceiver();
  const file = options?.file === undefined ? null : new MatrixFile(options.file);
  const stored = file?.read() ?? null;
  const checked = checkMatrix(options, stored?.settings.seed ?? freshSeed());
  const matrix = new MatrixRun(checked, file, stored);
  if (stored?.status === "completed" || stored?.status === "failed") return stored;
  checkMayConnect();
  await checkCells(checked.cells);
  const [first] = checked.cells as [CheckedCell, ...CheckedCell[]];
  // The senders are those of all cells.
  return withSenders({ ...first.options, emitter: checked.emitter }, (joined) => matrix.measure(joined));
}

/** Whether a cell has a network decides which processes it needs. Nothing else differs from cell to cell. */
async function checkCells(cells: readonly CheckedCell[]): Promise<void> {
  const kinds = new Map(cells.map((cell) => [cell.options.settings.network === null, cell]));
  for (const { options, event } of kinds.values()) {
    const { receiver } = options.settings;
    // A matrix compares cells, so each round has new processes, also a single one.
    const rounds = receiver === "inline" ? options.rounds : { ...options.rounds, max: 2 };
    try {
      await checkProcesses({ ...options, rounds });
    } catch (error) {
      throw labelled(`the cell of ${event.payload}, ${event.network}, ${event.load}`, error);
    }
  }
}
