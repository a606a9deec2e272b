import type { Socket } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { answerCall } from "../../control/calls.js";
import {
  bodyOf,
  type HttpAppOptions,
  httpApp,
  JSON_BODY_BYTES,
  limitBody,
  limitLargeBody,
} from "../../control/http-app.js";
import { argumentOf, nameIn } from "../../control/http-message.js";
import { JOIN_API, JOIN_CALLS, type JoinCallName, type JoinControl } from "./join-calls.js";
import { answerName } from "./join-kinds.js";
import type { AnswerName, Joined, SenderKey } from "./join-types.js";

/** Options of `joinServer`. */
export interface JoinServerOptions extends Omit<HttpAppOptions, "api"> {
  readonly control: JoinControl;
  /** How many bytes an answer may have. Undefined if its call does not wait for one. Throws if the run does not know the sender. */
  mostAnswerBytes(name: AnswerName): number | undefined;
  /** The connection broke on which a sender waits for a call. */
  hungUp(key: SenderKey): void;
  /** A connection closed on which a sender has waited before, or has joined. */
  disconnected(key: SenderKey): void;
}

/** The calls of senders that join a run, over HTTP. Every argument is checked before it reaches the run. */
export function joinServer({
  control,
  mostAnswerBytes,
  hungUp,
  disconnected,
  ...options
}: JoinServerOptions): Hono {
  const app = httpApp({ ...options, api: JOIN_API });
  const limitJson = limitBody(JSON_BODY_BYTES);
  // What a sender measured may be large. So only a sender that was asked for it may send it, and only once.
  const limitAnswer = limitLargeBody("this call", (query) => {
    const name = nameIn(query, answerName);
    return { of: `${name.sender} ${name.id}`, mostBytes: mostAnswerBytes(name) ?? JSON_BODY_BYTES };
  });
  /** The sender that has waited on a connection, or has joined on it. */
  const waitedOn = new WeakMap<Socket, SenderKey>();
  const waitsOn = (socket: Socket, key: SenderKey) => {
    if (!waitedOn.has(socket)) socket.once("close", () => disconnected(waitedOn.get(socket) as SenderKey));
    waitedOn.set(socket, key);
  };
  for (const name of Object.keys(JOIN_CALLS) as JoinCallName[]) {
    const limit = JOIN_CALLS[name].bytes === undefined ? limitJson : limitAnswer;
    app.post(JOIN_API.prefix + name, limit, async (context) => {
      // It exists from its first use on. Later, it would not know of a connection that has closed.
      const { signal } = context.req.raw;
      const argument = argumentOf(JOIN_API, name, await bodyOf(context), context.req.query("argument"));
      const { socket } = (context.env as HttpBindings).incoming;
      if (name === "next") {
        const key = argument as SenderKey;
        signal.addEventListener("abort", () => hungUp(key), { once: true });
        if (signal.aborted) hungUp(key);
        waitsOn(socket, key);
      }
      const answer = await answerCall(control, name, argument);
      if (name === "join") waitsOn(socket, answer as Joined);
      return context.json(answer as object);
    });
  }
  return app;
}
