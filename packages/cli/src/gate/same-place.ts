// A gate that fails measures again. Its senders join again where they did before.
import type { Context } from "../context.js";
import { portOf } from "../remote/hosts.js";
import { openToSenders } from "../run/joining.js";
import type { RunPlan } from "../run/run-options.js";

/** The place where senders join each measurement of a gate. */
export class SamePlace {
  readonly #run: RunPlan;
  #port: number | undefined;
  /** For `startProgress`. Undefined: no senders join. */
  readonly whenWaiting: ((url: string) => string) | undefined;

  /**
   * @param adapters what `wireduel send` must name
   * @throws UsageError if the file of a new token cannot be made
   */
  constructor(run: RunPlan, adapters: readonly string[], context: Context) {
    this.#run = run;
    const show = openToSenders(run.joining, { adapters, mayRepeat: true }, context);
    this.whenWaiting =
      show &&
      ((url) => {
        this.#port ??= portOf(url);
        return show(url);
      });
  }

  /** The plan of the next measurement: any free port becomes that of the first one. */
  get run(): RunPlan {
    const { joining, matrix, single } = this.#run;
    if (joining === null || this.#port === undefined) return this.#run;
    const { count, join } = joining.senders;
    const senders = { count, join: { ...join, port: this.#port } };
    return { ...this.#run, matrix: { ...matrix, senders }, single: single && { ...single, senders } };
  }
}
