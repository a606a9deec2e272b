import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { SafeEmitter } from "../events/emitter.js";
import { type NotWritten, ResultFile } from "../files/result-file.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { BenchmarkResult } from "../result/result.js";

/** Storing may always take this long. */
const SHORT_MS = 100;
/** If it takes longer, it may take at most this share of the time. */
const MOST_SHARE = 0.05;

/** Stores what a run measured, while it goes on and when it has ended. Does nothing without `file`. */
export class RunStore {
  readonly #file: ResultFile | null;
  readonly #emitter: SafeEmitter;
  #nextAt = 0;

  /** @throws WireduelError `FILE_NOT_WRITTEN` if the file could not be written */
  constructor({ file, emitter }: Pick<CheckedOptions, "file" | "emitter">) {
    this.#file = file === null ? null : new ResultFile(file);
    this.#emitter = new SafeEmitter(emitter);
  }

  /**
   * Stores what was measured so far. To be called between rounds, so that it is in no time that is measured. If it fails,
   * the run goes on: at its end, there may be room on the disk.
   */
  keep(result: () => BenchmarkResult): void {
    if (this.#file === null) return;
    const beganAt = systemClock.now();
    if (beganAt < this.#nextAt) return;
    const failure = this.#file.keep(result());
    const tookMs = (systemClock.now() - beganAt) / NS_PER_MS;
    if (tookMs > SHORT_MS) this.#nextAt = beganAt + (tookMs / MOST_SHARE) * NS_PER_MS;
    this.#emitter.emit("stored", { file: this.#file.partial, failure });
  }

  /**
   * Stores the result of a run that has ended, unless it measured nothing. If it cannot, what was measured before and the
   * result of an earlier run are still there. Returns why it could not.
   */
  save(result: BenchmarkResult): NotWritten | null {
    return result.timings.length === 0 ? null : (this.#file?.save(result) ?? null);
  }
}
