import { EventEmitter } from "eventemitter3";
import type { BenchmarkEvents } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { Emitter } from "../options/emitter-option.js";

type PhaseEvent = Parameters<BenchmarkEvents["phase"]>[0];
type ProgressEvent = Parameters<BenchmarkEvents["progress"]>[0];

/** The events of several senders as those of one round: a phase begins with the first sender, and progress is a sum. */
export class GroupEvents {
  readonly #emitter: Emitter;
  readonly #load: Load;
  readonly #begun = new Set<string>();
  readonly #done = new Map<string, number[]>();

  /** @param load that of all senders together */
  constructor(emitter: Emitter, load: Load) {
    this.#emitter = emitter;
    this.#load = load;
  }

  /** What one sender emits to. */
  emitterOf(sender: number): Emitter {
    const emitter = new EventEmitter<Pick<BenchmarkEvents, "phase" | "progress">>();
    if (this.#emitter.listenerCount("phase") > 0) emitter.on("phase", (event) => this.#phase(event));
    if (this.#emitter.listenerCount("progress") > 0) {
      emitter.on("progress", (event) => this.#progress(sender, event));
    }
    return emitter;
  }

  #phase(event: PhaseEvent): void {
    if (this.#begun.has(event.phase)) return;
    this.#begun.add(event.phase);
    this.#emitter.emit("phase", event.phase === "measure" ? { ...event, load: this.#load } : event);
  }

  #progress(sender: number, event: ProgressEvent): void {
    const done = this.#done.get(event.phase) ?? [];
    this.#done.set(event.phase, done);
    done[sender] = event.done;
    const sum = done.reduce((total, one) => total + (one ?? 0), 0);
    const of = event.phase === "measure" ? this.#load.count : null;
    this.#emitter.emit("progress", { ...event, done: sum, of });
  }
}
