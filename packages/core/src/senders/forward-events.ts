import { EventEmitter } from "eventemitter3";
import type { BenchmarkEvents } from "../events/events.js";
import type { Emitter } from "../options/emitter-option.js";
import { isObject } from "../options/kinds.js";
import { emitToParent } from "../process/answer-parent.js";

const FORWARDED = ["phase", "progress"] as const;
type ForwardedName = (typeof FORWARDED)[number];

/** An event of a sender process, for the emitter of the run. */
export type ForwardedEvent = {
  [Name in ForwardedName]: { readonly name: Name; readonly event: Parameters<BenchmarkEvents[Name]>[0] };
}[ForwardedName];

/** Whether an event that a child sent is one of these. */
export function isForwarded(event: unknown): event is ForwardedEvent {
  return isObject(event) && FORWARDED.includes(event.name as ForwardedName);
}

/** Progress is forwarded this often. Each event is work on the event loop that measures. */
const PROGRESS_EVERY_MS = 1_000;

/** The events that have handlers, and that a sender process can forward. */
export function wantedEvents(emitter: Emitter): readonly ForwardedName[] {
  return FORWARDED.filter((name) => emitter.listenerCount(name) > 0);
}

/** An emitter that sends these events to the parent process. */
export function forwardingEmitter(wanted: readonly ForwardedName[]): Emitter {
  const emitter = new EventEmitter<BenchmarkEvents>();
  let nextMs = PROGRESS_EVERY_MS;
  if (wanted.includes("phase")) {
    emitter.on("phase", (event) => emitToParent({ name: "phase", event } satisfies ForwardedEvent));
  }
  if (wanted.includes("progress")) {
    emitter.on("phase", () => {
      nextMs = PROGRESS_EVERY_MS;
    });
    emitter.on("progress", (event) => {
      if (event.elapsedMs < nextMs && event.done !== event.of) return;
      nextMs = event.elapsedMs + PROGRESS_EVERY_MS;
      emitToParent({ name: "progress", event } satisfies ForwardedEvent);
    });
  }
  return emitter;
}
