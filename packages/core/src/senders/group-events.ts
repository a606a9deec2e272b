import { EventEmitter } from "eventemitter3";
import { type Clock, systemClock } from "../clock/clock.js";
import type { BenchmarkEvents } from "../events/events.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { Emitter } from "../options/emitter-option.js";
import { PROGRESS_EVERY_NS } from "../round/round-events.js";

type PhaseEvent = Parameters<BenchmarkEvents["phase"]>[0];
type ProgressEvent = Parameters<BenchmarkEvents["progress"]>[0];

/** The events of several senders as those of one round: a phase begins with the first sender, and progress is a sum. */
export class GroupEvents {
  readonly #emitter: Emitter;
  readonly #settings: Pick<RoundSettings, "load" | "warmupCount" | "connections">;
  readonly #clock: Clock;
  readonly #begun = new Set<string>();
  readonly #done = new Map<string, number[]>();
  #lastProgressAt = Number.NEGATIVE_INFINITY;

  /** @param settings those of all senders together */
  constructor(
    emitter: Emitter,
    settings: Pick<RoundSettings, "load" | "warmupCount" | "connections">,
    clock: Clock = systemClock,
  ) {
    this.#emitter = emitter;
    this.#settings = settings;
    this.#clock = clock;
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
    this.#emitter.emit("phase", event.phase === "measure" ? { ...event, load: this.#settings.load } : event);
  }

  /** Like one sender, emits at most ten times a second, but always the last one of a phase. */
  #progress(sender: number, event: ProgressEvent): void {
    const done = this.#done.get(event.phase) ?? [];
    this.#done.set(event.phase, done);
    done[sender] = event.done;
    const sum = done.reduce((total, one) => total + (one ?? 0), 0);
    const { load, warmupCount, connections } = this.#settings;
    const of = event.phase === "measure" ? load.count : warmupCount * connections;
    const now = this.#clock.now();
    if (sum !== of && now - this.#lastProgressAt < PROGRESS_EVERY_NS) return;
    this.#lastProgressAt = now;
    this.#emitter.emit("progress", { ...event, done: sum, of });
  }
}
