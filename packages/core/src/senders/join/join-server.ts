import type { Hono } from "hono";
import { answerCall } from "../../control/calls.js";
import { bodyOf, type HttpAppOptions, httpApp, JSON_BODY_BYTES, limitBody } from "../../control/http-app.js";
import { argumentOf } from "../../control/http-message.js";
import { JOIN_API, JOIN_CALLS, type JoinCallName, type JoinControl } from "./join-calls.js";
import type { SenderKey } from "./join-types.js";

/** Options of `joinServer`. */
export interface JoinServerOptions extends Omit<HttpAppOptions, "api"> {
  readonly control: JoinControl;
  /** The connection of a sender that waits for a call broke. */
  disconnected(key: SenderKey): void;
}

/** The calls of senders that join a run, over HTTP. Every argument is checked before it reaches the run. */
export function joinServer({ control, disconnected, ...options }: JoinServerOptions): Hono {
  const app = httpApp({ ...options, api: JOIN_API });
  for (const name of Object.keys(JOIN_CALLS) as JoinCallName[]) {
    const limit = limitBody(JOIN_CALLS[name].mostArgumentBytes ?? JSON_BODY_BYTES);
    app.post(JOIN_API.prefix + name, limit, async (context) => {
      const argument = argumentOf(JOIN_API, name, await bodyOf(context), undefined);
      if (name === "next") {
        const { signal } = context.req.raw;
        signal.addEventListener("abort", () => disconnected(argument as SenderKey), { once: true });
      }
      return context.json((await answerCall(control, name, argument)) as object);
    });
  }
  return app;
}
