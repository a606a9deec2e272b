import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import type { Strangers } from "../adapter/strangers.js";

/**
 * Answers requests of strangers one at a time, and does not read what a request has beyond its answer. A connection that sends
 * another request before it has its answer is closed. Otherwise a few strangers could keep the process busy with requests that
 * they sent in one piece, and a sender would wait for all of them.
 * @param strangersOf the connections that are not admitted yet
 */
export function oneAtATime(
  strangersOf: () => Strangers | undefined,
  answer: RequestListener,
): RequestListener {
  const waiting = new WeakSet<Socket>();
  return (request, response) => {
    const { socket } = request;
    // Node goes on with the requests that it had read before the connection was closed.
    if (socket.destroyed) return;
    if (!strangersOf()?.has(socket)) return answer(request, response);
    if (waiting.has(socket)) return void socket.destroy();
    waiting.add(socket);
    response.once("close", () => {
      waiting.delete(socket);
      if (!request.complete && strangersOf()?.has(socket)) socket.destroySoon();
    });
    answer(request, response);
  };
}
