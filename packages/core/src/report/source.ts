// The events of a run, as the report functions take them.
import type { BenchmarkEvents } from "../events/events.js";
import { invalidOption } from "../options/kinds.js";

/** The source of a run's events: an emitter of `node:events` or eventemitter3, or one like them. */
export interface EventSource {
  on(name: keyof BenchmarkEvents, handler: (event: AnyEvent) => void): unknown;
}

type AnyEvent = Parameters<BenchmarkEvents[keyof BenchmarkEvents]>[0];

/**
 * Refuses what is not an emitter and a function.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkSource(events: EventSource, write: (text: string) => void): void {
  if (typeof events?.on !== "function")
    throw invalidOption("events", "an emitter with a method `on`", events);
  if (typeof write !== "function") throw invalidOption("write", "a function", write);
}

/** Adds a handler with the type of its event. */
export function subscribe<Name extends keyof BenchmarkEvents>(
  events: EventSource,
  name: Name,
  handler: BenchmarkEvents[Name],
): void {
  events.on(name, handler as (event: AnyEvent) => void);
}
