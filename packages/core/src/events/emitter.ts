import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { Emitter } from "../options/emitter-option.js";
import type { BenchmarkEvents } from "./events.js";

/**
 * Emits events to the caller's handlers and passes errors of handlers to `onFailure`, which ends the run. It
 * is called from inside an adapter's callbacks, and an exception there would break the adapter.
 */
export class SafeEmitter {
  readonly #emitter: Emitter;
  readonly #onFailure: (message: string) => void;

  /** @param onFailure Default: throws `EVENT_HANDLER_FAILED`. That is for places that are in no callback. */
  constructor(emitter: Emitter, onFailure: (message: string) => void = throwFailure) {
    this.#emitter = emitter;
    this.#onFailure = onFailure;
  }

  /** Whether the event has handlers. If not, the caller need not create the event. */
  has(name: keyof BenchmarkEvents): boolean {
    return this.#emitter.listenerCount(name) > 0;
  }

  emit<Name extends keyof BenchmarkEvents>(name: Name, event: Parameters<BenchmarkEvents[Name]>[0]): void {
    try {
      this.#emitter.emit(name, event);
    } catch (error) {
      this.#onFailure(`a handler of "${name}" threw: ${messageOf(error)}`);
    }
  }
}

function throwFailure(message: string): never {
  throw new WireduelError("EVENT_HANDLER_FAILED", message);
}
