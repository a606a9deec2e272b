// What the listening end answers if it does not take a request, in both directions.
import type { ListenContext } from "@wireduel/core/adapter";
import type { Answer } from "./incoming.js";
import { PATH } from "./message.js";

export const UNAUTHORIZED: Answer = {
  status: 401,
  text: "the header wireduel-secret must have the secret of the session",
};
export const NOT_FOUND: Answer = { status: 404, text: `the only path is ${PATH}` };
export const NOT_ALLOWED: Answer = { status: 405, text: "only POST carries a frame" };

/** The answer to a frame of more bytes than the limit. */
export function tooLarge({ limits }: Pick<ListenContext, "limits">): Answer {
  return { status: 413, text: `a frame has at most ${limits.maxFrameBytes} bytes` };
}

/** The answer to a body of another type. */
export function wrongType(wanted: string): Answer {
  return { status: 415, text: `the content type must be ${wanted}` };
}
