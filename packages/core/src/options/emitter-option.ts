import { EventEmitter } from "eventemitter3";
import { invalidOption, isObject, type OptionKind, refuseUnknown } from "./kinds.js";

/** An event emitter of `node:events` or eventemitter3, or one like them. */
export interface EmitterLike {
  emit(name: never, event: never): unknown;
  listenerCount(name: never): number;
}

/** The emitter that core emits events to. */
export interface Emitter {
  emit(name: string, event: unknown): unknown;
  listenerCount(name: string): number;
}

/**
 * The kind of an `events` option: an emitter, or a plain object of handlers.
 * @param names the names of all events
 */
export function emitterKind(names: readonly string[]): OptionKind<Emitter> {
  return {
    default: new EventEmitter(),
    parse(name, value) {
      if (isEmitter(value)) return value;
      if (!isObject(value)) throw invalidOption(name, "an event emitter, or an object of handlers", value);
      refuseUnknown(name, names, value);
      const emitter = new EventEmitter();
      // By name, so that handlers which are methods of a class are found, too.
      for (const event of names) {
        const handler = value[event];
        if (handler === undefined) continue;
        if (typeof handler !== "function") throw invalidOption(`${name}.${event}`, "a function", handler);
        emitter.on(event, handler.bind(value));
      }
      return emitter;
    },
  };
}

function isEmitter(value: unknown): value is Emitter {
  const emitter = value as Partial<Emitter> | null;
  return typeof emitter?.emit === "function" && typeof emitter.listenerCount === "function";
}
