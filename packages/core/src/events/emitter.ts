import { messageOf } from "../failure/wireduel-error.js";
import type { BenchmarkEmitter, BenchmarkEvents } from "./events.js";

/**
 * Tells a caller's listeners what goes on. It is called from inside an adapter's own handlers, which a listener that throws
 * must not break: the first error is told to `onFailure`, and the run goes on until that ends it.
 */
export class Teller {
  readonly #emitter: BenchmarkEmitter;
  readonly #onFailure: (message: string) => void;

  constructor(emitter: BenchmarkEmitter, onFailure: (message: string) => void) {
    this.#emitter = emitter;
    this.#onFailure = onFailure;
  }

  /** Whether anyone listens, so that nothing is made for nobody. */
  listens(name: keyof BenchmarkEvents): boolean {
    return this.#emitter.listenerCount(name) > 0;
  }

  tell<Name extends keyof BenchmarkEvents>(name: Name, event: Parameters<BenchmarkEvents[Name]>[0]): void {
    try {
      (this.#emitter.emit as (name: keyof BenchmarkEvents, event: unknown) => boolean).call(
        this.#emitter,
        name,
        event,
      );
    } catch (error) {
      this.#onFailure(`a listener of "${name}" threw: ${messageOf(error)}`);
    }
  }
}
