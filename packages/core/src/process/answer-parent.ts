import type { ErrorCode } from "../failure/codes.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { ChildCall, ChildEvent, ChildReply } from "./child-calls.js";
import type { GuardedBy } from "./end-with-process.js";
import { wakeGuard } from "./guard.js";

type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

/**
 * Makes this process answer calls of its parent. It exits when the parent disconnects.
 * @param otherwise the code for errors that are not a WireduelError
 */
export function answerParent(calls: Calls, otherwise: ErrorCode): void {
  let guard: number | undefined;
  process.on("message", async (message: ChildCall | GuardedBy) => {
    if ("guard" in message) {
      guard = message.guard;
      return;
    }
    const { id, call, args } = message;
    const failed = (error: unknown): ChildReply => {
      const code = error instanceof WireduelError ? error.code : otherwise;
      return { id, error: { code, message: messageOf(error) } };
    };
    let reply: ChildReply;
    try {
      const answer = Object.hasOwn(calls, call) ? calls[call] : undefined;
      if (answer === undefined) throw new Error(`there is no call "${call}"`);
      reply = { id, value: await answer(...(args as never[])) };
    } catch (error) {
      reply = failed(error);
    }
    // The parent may be gone by now. Then this process exits, so an error here does not matter.
    try {
      process.send?.(reply, () => {});
    } catch (error) {
      // An answer that cannot be copied to another process, such as a function.
      process.send?.(failed(error), () => {});
    }
  });
  const end = (): never => {
    if (guard !== undefined) wakeGuard(guard);
    process.exit();
  };
  process.on("disconnect", end);
  // It disconnected while this process loaded its modules.
  if (!process.connected) end();
  // Ctrl-C in a terminal, and `timeout`, reach the whole process group. The parent decides when this process exits.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
}

/** Sends plain data to the parent, outside of any call. The parent may be gone: then it is not sent. */
export function emitToParent(event: unknown): void {
  const message: ChildEvent = { event };
  process.send?.(message, () => {});
}
