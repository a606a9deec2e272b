import { randomBytes } from "node:crypto";
import type { DialContext, Link } from "@wireduel/core/adapter";
import { Connections, evenly } from "./connections.js";
import { RECEIPTS_TYPE } from "./message.js";
import type { HttpOptions } from "./options.js";
import { Receipts } from "./receipts.js";
import type { StreamReader } from "./requests.js";
import { formOf } from "./stream-form.js";

/**
 * Opens the dialling end of a push: a stream, and what brings the receipts. With HTTP/1.1 the stream has a connection of its own, as
 * its response never ends. With HTTP/2 all share one.
 */
export async function dialPush(url: string, context: DialContext, options: HttpOptions): Promise<Link> {
  const { codec, limits, secret, onFrame } = context;
  const shared = options.version === "2";
  const form = formOf(codec);
  let receipts: Receipts | undefined;
  const requests = { secret, limits, contentType: RECEIPTS_TYPE, onReply() {} };
  const connections = await Connections.open(
    url,
    context,
    options,
    shared ? 1 : 1 + options.connections,
    requests,
    async (opened) => {
      const [stream, ...others] = opened.all;
      const [first = stream, ...more] = others;
      const sending = new Receipts({
        post: evenly([first, ...more]),
        most: shared ? Number.POSITIVE_INFINITY : options.connections * options.pipelining,
        onError: (error) => opened.end(error),
      });
      receipts = sending;
      const split = form.read(limits.maxFrameBytes, (frame) => {
        const reply = opened.isOpen ? onFrame(frame) : undefined;
        if (reply) sending.add(reply);
      });
      const reader: StreamReader = {
        onChunk(chunk) {
          try {
            if (opened.isOpen) split(chunk);
          } catch (error) {
            opened.end(error);
          }
        },
        onEnd: (error) => opened.end(error),
      };
      const link = randomBytes(9).toString("base64url");
      sending.flow = await stream.stream(link, form.contentType, reader);
      for (const one of others) await one.hello(link);
    },
  );
  return {
    closed: connections.closed,
    // A receiver replies with what `onFrame` returns.
    send: (frame) => receipts?.add(frame),
    describe: () => connections.describe({ stream: form.name }),
    close: () => connections.close(),
  };
}
