import type { ErrorCode } from "../failure/codes.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { ChildCall, ChildReply } from "./child-calls.js";

type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

/**
 * Makes this process answer calls of its parent. It exits when the parent disconnects.
 * @param otherwise the code for errors that are not a WireduelError
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
    // The parent may be gone by now. Then this process exits, so an error here does not matter.
    process.send?.(reply, () => {});
  });
  process.on("disconnect", () => process.exit());
  // Ctrl-C in a terminal reaches the whole process group. The parent decides when this process exits.
  process.on("SIGINT", () => {});
}
