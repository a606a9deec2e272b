import { SafeEmitter } from "../events/emitter.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { type Origin, startProvenance } from "../provenance/provenance.js";
import {
  MATRIX_SCHEMA_VERSION,
  type MatrixCell,
  type MatrixResult,
  type MatrixStatus,
} from "../result/matrix.js";
import { balancedBlocks } from "../run/balanced-blocks.js";
import { fewestRounds } from "../run/fewest-rounds.js";
import type { JoinedSenders } from "../senders/group-sender.js";
import { crossoversOf } from "../verdict/crossover.js";
import { fastestOfCell } from "../verdict/fastest-of-cell.js";
import { CellRun } from "./cell-run.js";
import type { CheckedCell, CheckedMatrix } from "./check-matrix.js";
import type { MatrixFile } from "./matrix-file.js";
import { type MatrixPlan, planOf, warningsOfPlan } from "./matrix-plan.js";
import { MatrixSchedule } from "./matrix-schedule.js";
import { refuseOthers } from "./refuse-others.js";

/** Runs the cells of a matrix, block by block, and keeps what they measured. */
export class MatrixRun {
  readonly #checked: CheckedMatrix;
  readonly #plan: MatrixPlan;
  readonly #file: MatrixFile | null;
  readonly #stored: MatrixResult | null;
  readonly #origin: () => Origin;
  readonly #cells: readonly CellRun[];
  readonly #emitter: SafeEmitter;

  /** @param stored what an earlier part left in the file, with the same settings */
  constructor(checked: CheckedMatrix, file: MatrixFile | null, stored: MatrixResult | null) {
    this.#checked = checked;
    this.#plan = planOf(checked);
    this.#file = file;
    this.#stored = stored;
    this.#origin = startProvenance(warningsOfPlan(checked));
    if (stored) refuseOthers(stored, this.#plan, this.#origin());
    const { cells } = stored ?? this.#plan;
    this.#cells = checked.cells.map(
      (cell, index) => new CellRun(cell, cells[index] as MatrixCell, cells.length),
    );
    this.#emitter = new SafeEmitter(checked.emitter);
  }

  /**
   * Measures what is missing.
   * @param joined the senders that joined the run. Null: they are processes of this machine.
   */
  async measure(joined: JoinedSenders | null): Promise<MatrixResult> {
    this.#store("running");
    try {
      await this.#passes(joined);
    } catch (error) {
      throw this.#ended(error);
    }
    for (const cell of this.#cells) cell.complete();
    const completed = this.#cells.every(({ state }) => state.status === "completed");
    return this.#store(completed ? "completed" : "failed");
  }

  async #passes(joined: JoinedSenders | null): Promise<void> {
    const { cells, seed } = this.#checked;
    const { options } = cells[0] as CheckedCell;
    const { rounds, budgetMs } = options;
    const rule = { max: rounds.max, budgetMs, fewest: fewestRounds(options) };
    const schedule = new MatrixSchedule(rule, this.#usualMs());
    const orders = balancedBlocks(cells.length, rounds.max, seed);
    for (let pass = 0; schedule.another(pass, this.#cells, this.#elapsedMs()); pass++) {
      for (const index of orders[pass] as readonly number[]) {
        const cell = this.#cells[index] as CellRun;
        if (cell.ended || cell.blocks > pass) continue;
        const tookMs = await cell.next(joined);
        schedule.took(index, tookMs, cell.whole);
        this.#keep();
        const elapsedMs = this.#elapsedMs();
        const leftMs = schedule.leftMs(pass, this.#cells, elapsedMs);
        const event = {
          cell: (cells[index] as CheckedCell).event,
          block: pass,
          status: cell.state.status,
          of: cell.of,
          elapsedMs,
          leftMs,
        };
        this.#emitter.emit("block", event);
      }
    }
  }

  /** What was measured is stored, and is in the error. */
  #ended(error: unknown): WireduelError {
    const code = error instanceof WireduelError ? error.code : "UNEXPECTED";
    const matrix = this.#result("aborted");
    const message = messageOf(error);
    const failure = this.#file?.write(matrix)?.message ?? message;
    const all = failure === message ? message : `${message}; and then: ${failure}`;
    return new WireduelError(code, all, { cause: error, matrix });
  }

  /**
   * After a block. If the disk is full, the matrix goes on: after the next block, there may be room.
   * @throws WireduelError `FILE_NOT_WRITTEN` if another program changed the file: it may be measuring, too
   */
  #keep(): void {
    if (this.#file === null) return;
    const { changed, path } = this.#file;
    if (changed) throw new WireduelError(changed.code, changed.message);
    this.#emitter.emit("stored", { file: path, failure: this.#file.write(this.#result("running")) });
  }

  /** @throws WireduelError `FILE_NOT_WRITTEN`, with the matrix */
  #store(status: MatrixStatus): MatrixResult {
    const matrix = this.#result(status);
    const failure = this.#file?.write(matrix);
    if (failure) throw new WireduelError(failure.code, failure.message, { matrix });
    return matrix;
  }

  #elapsedMs(): number {
    return (this.#stored?.durationMs ?? 0) + this.#origin().durationMs;
  }

  /** About how long a block takes, if an earlier part of the matrix shows it. */
  #usualMs(): number | null {
    const done = this.#cells.reduce((sum, { blocks }) => sum + blocks, 0);
    return done === 0 ? null : (this.#stored?.durationMs ?? 0) / done;
  }

  #result(status: MatrixStatus): MatrixResult {
    const origin = this.#origin();
    const { startedAt, provenance } = this.#stored ?? origin;
    const { axes, adapters } = this.#plan;
    const labels = adapters.map(({ label }) => label);
    const cells = this.#cells.map(({ state }) => state);
    const compared = cells.map((cell) => ({ ...cell, comparisons: cell.result?.comparisons ?? [] }));
    return {
      schemaVersion: MATRIX_SCHEMA_VERSION,
      kind: "matrix",
      status,
      ...origin,
      startedAt,
      durationMs: this.#elapsedMs(),
      provenance: { ...origin.provenance, id: provenance.id },
      ...this.#plan,
      cells,
      crossovers: crossoversOf(axes.payloads, compared),
      fastest: compared.flatMap(({ comparisons }, cell) =>
        comparisons.length > 0 ? fastestOfCell(labels, comparisons, cell) : [],
      ),
    };
  }
}
