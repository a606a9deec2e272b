import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { whyEnded } from "../failure/why-ended.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { MatrixCell } from "../result/matrix.js";
import { Blocks } from "../run/blocks.js";
import { Run } from "../run/run.js";
import type { BlockRound } from "../run/run-block.js";
import type { JoinedSenders } from "../senders/group-sender.js";
import type { CheckedCell } from "./check-matrix.js";
import type { CellProgress } from "./matrix-schedule.js";

/** Errors that are not about one cell, so they end the whole matrix. */
const END_ALL: ReadonlySet<string> = new Set(["ABORTED", "EVENT_HANDLER_FAILED"]);

/** The run of one cell of a matrix, block by block. */
export class CellRun implements CellProgress {
  readonly #options: CheckedOptions;
  readonly #run: Run;
  readonly #blocks: Blocks;
  readonly #startedAt: string | null;
  /** How long its blocks took. */
  #durationMs: number;
  #state: MatrixCell;

  /**
   * @param state the cell as an earlier part of the matrix left it, or not measured
   * @param cells how many cells share the budget
   */
  constructor({ options }: CheckedCell, state: MatrixCell, cells: number) {
    const { result } = state;
    this.#options = options;
    this.#run = new Run(options);
    if (result) this.#run.resume(result);
    this.#blocks = new Blocks(
      options,
      this.#run,
      options.budgetMs === null ? null : options.budgetMs / cells,
    );
    this.#startedAt = result?.startedAt ?? null;
    this.#durationMs = result?.durationMs ?? 0;
    this.#state = state;
  }

  /** How many blocks are complete. */
  get blocks(): number {
    return this.#state.blocks;
  }

  /** How many blocks there will be. Null if that is only known later. */
  get of(): number | null {
    return this.#blocks.of;
  }

  /** Whether no more blocks follow. */
  get ended(): boolean {
    return this.#state.status !== "unfinished";
  }

  /** Whether every payload so far arrived once and unchanged. */
  get whole(): boolean {
    return this.#run.whole;
  }

  /** The cell, for the result of the matrix. */
  get state(): MatrixCell {
    return this.#state;
  }

  /**
   * Measures one more block, and returns how long that took, in milliseconds. A failure ends this cell only.
   * @param joined the senders that joined the run. Null: they are processes of this machine.
   * @throws WireduelError if the whole matrix must end. Then the block does not count.
   */
  async next(joined: JoinedSenders | null): Promise<number> {
    const beganAt = systemClock.now();
    const elapsedMs = () => (systemClock.now() - beganAt) / NS_PER_MS;
    const { blocks } = this;
    try {
      await this.#measure(joined);
      this.#durationMs += elapsedMs();
      this.#keep("unfinished", blocks + 1);
      if (this.blocks === this.of || this.#run.enough(this.blocks)) this.complete();
    } catch (error) {
      const ended = whyEnded(error, this.#options.signal);
      const { code, message } = ended;
      // No cell can be measured without a sender that joined and is lost.
      if (END_ALL.has(code) || (joined !== null && code === "SENDER_LOST")) {
        this.#run.drop(blocks);
        throw ended;
      }
      this.#durationMs += elapsedMs();
      this.#keep("failed", blocks, { code, message });
    }
    return elapsedMs();
  }

  /** No more blocks follow. */
  complete(): void {
    if (this.ended) return;
    this.#run.complete();
    this.#keep("completed", this.blocks);
  }

  async #measure(joined: JoinedSenders | null): Promise<void> {
    const add = (complete: readonly BlockRound[]) => this.#run.add(complete.map(withoutTransmissions));
    if (this.#options.settings.receiver === "inline")
      await (await import("../run/measure-once.js")).measureOnce(this.#options, add);
    else await this.#blocks.next(add, joined);
  }

  #keep(status: MatrixCell["status"], blocks: number, error: MatrixCell["error"] = null): void {
    const ended = { unfinished: "aborted", failed: "failed", completed: undefined } as const;
    const result = this.#run.result(ended[status]);
    const { startedAt, timings } = result;
    const measured = { ...result, startedAt: this.#startedAt ?? startedAt, durationMs: this.#durationMs };
    this.#state = {
      ...this.#state,
      // A cell that lost payloads is not complete, although all its rounds are.
      status: status === "completed" && result.status === "failed" ? "failed" : status,
      blocks,
      error,
      result: timings.length > 0 ? measured : null,
    };
  }
}

/** With the transmissions of all cells, the result would be very large. */
function withoutTransmissions({ index, result }: BlockRound): BlockRound {
  return { index, result: { ...result, transmissions: [] } };
}
