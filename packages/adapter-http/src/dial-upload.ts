import { randomBytes } from "node:crypto";
import type { DialContext, Link } from "@wireduel/core/adapter";
import { Connections, evenly } from "./connections.js";
import { contentTypeOf } from "./message.js";
import type { HttpOptions } from "./options.js";

/** Opens the dialling end of an upload: its connections, each of which has shown the secret. */
export async function dialUpload(url: string, context: DialContext, options: HttpOptions): Promise<Link> {
  let opened: Connections | undefined;
  const requests = {
    secret: context.secret,
    limits: context.limits,
    contentType: contentTypeOf(context.codec),
    onReply(reply: Parameters<DialContext["onFrame"]>[0]) {
      if (opened?.isOpen) context.onFrame(reply);
    },
  };
  const connections = await Connections.open(
    url,
    context,
    options,
    options.connections,
    requests,
    async ({ all }) => {
      const link = randomBytes(9).toString("base64url");
      // One after the other, because the first one opens the link at the other end.
      for (const one of all) await one.hello(link);
    },
  );
  opened = connections;
  const post = evenly(connections.all);
  return {
    closed: connections.closed,
    send: (frame) =>
      connections.isOpen
        ? new Promise<void>((resolve, reject) => {
            post(frame, (error) => {
              if (error === undefined) return resolve();
              if (!connections.all.some(({ lost }) => lost)) return reject(error);
              // Not one request has failed, but the link has closed: so that comes first.
              connections.end();
              void connections.closed.then(() => reject(error));
            });
          })
        : undefined,
    describe: () => connections.describe({}),
    close: () => connections.close(),
  };
}
