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
import type { AnswerName, SenderKey } from "./join-types.js";

/** Options of `joinServer`. */
export interface JoinServerOptions extends Omit<HttpAppOptions, "api"> {
  readonly control: JoinControl;
  /** How many bytes an answer may have. Undefined if its call does not wait for one. Throws if the run does not know the sender. */
  mostAnswerBytes(name: AnswerName): number | undefined;
  /** The connection of a sender that waits for a call broke. */
  disconnected(key: SenderKey): void;
}

/** The calls of senders that join a run, over HTTP. Every argument is checked before it reaches the run. */
export function joinServer({ control, mostAnswerBytes, disconnected, ...options }: JoinServerOptions): Hono {
  const app = httpApp({ ...options, api: JOIN_API });
  const limitJson = limitBody(JSON_BODY_BYTES);
  // What a sender measured may be large. So only a sender that was asked for it may send it, and only once.
  const limitAnswer = limitLargeBody("this call", (query) => {
    const name = nameIn(query, answerName);
    return { of: `${name.sender} ${name.id}`, mostBytes: mostAnswerBytes(name) ?? JSON_BODY_BYTES };
  });
  for (const name of Object.keys(JOIN_CALLS) as JoinCallName[]) {
    const limit = JOIN_CALLS[name].bytes === undefined ? limitJson : limitAnswer;
    app.post(JOIN_API.prefix + name, limit, async (context) => {
      const argument = argumentOf(JOIN_API, name, await bodyOf(context), context.req.query("argument"));
      if (name === "next") {
        const { signal } = context.req.raw;
        signal.addEventListener("abort", () => disconnected(argument as SenderKey), { once: true });
      }
      return context.json((await answerCall(control, name, argument)) as object);
    });
  }
  return app;
}
