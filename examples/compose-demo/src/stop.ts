import { onEndingSignal } from "./signals.js";

/** How the user stops a run: with Ctrl-C, or by ending this process or the one that started it. */
export class Stop {
  /** The first signal, or what else it was. */
  by: string | undefined;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;

  constructor() {
    onEndingSignal((signal) => this.#stop(signal), process.exit);
    const orphaned = () => this.#stop("the end of its parent");
    process.on("disconnect", orphaned);
    // It may have ended while this program was loaded.
    if (process.connected === false) orphaned();
    // Listening alone must not keep this process alive.
    process.channel?.unref();
  }

  #stop(by: string): void {
    this.by ??= by;
    this.#controller.abort();
  }
}
