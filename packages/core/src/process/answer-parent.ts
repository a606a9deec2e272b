import { type ErrorCode, messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { ChildCall, ChildReply } from "./child-calls.js";

type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

/**
 * Makes this process answer its parent's calls, until the parent lets go of it.
 * @param otherwise the code of whatever throws without one
 */
export function answerParent(calls: Calls, otherwise: ErrorCode): void {
  process.on("message", async ({ id, call, args }: ChildCall) => {
    let reply: ChildReply;
    try {
      const answer = Object.hasOwn(calls, call) ? calls[call] : undefined;
      if (answer === undefined) throw new Error(`there is no call "${call}"`);
      reply = { id, value: await answer(...(args as never[])) };
    } catch (error) {
      const code = error instanceof WireduelError ? error.code : otherwise;
      reply = { id, error: { code, message: messageOf(error) } };
    }
    // The parent may be gone by now, which ends this process, and is nobody's error.
    process.send?.(reply, () => {});
  });
  process.on("disconnect", () => process.exit());
  // Ctrl-C in a terminal reaches every process of the group; the parent decides when this one ends.
  process.on("SIGINT", () => {});
}
