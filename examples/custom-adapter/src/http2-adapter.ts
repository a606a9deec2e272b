// HTTP/2 as a Wireduel adapter, from scratch. Each frame is the body of a POST, and its reply is the
// response's body.
import {
  type ClientHttp2Stream,
  connect,
  constants,
  createServer,
  type Http2Stream,
  type ServerHttp2Session,
} from "node:http2";
import { isIPv6 } from "node:net";
import {
  defineAdapter,
  type Frame,
  type Link,
  type LinkContext,
  limitStrangers,
  option,
} from "@wireduel/core/adapter";

/** The header with the session's secret. */
const SECRET = "wireduel-secret";

interface Http2Options {
  /**
   * The flow-control window of each stream and of the connection, at both ends. Default: 65,535, as in
   * HTTP/2.
   */
  windowBytes: number;
}

/** HTTP/2 without TLS, with one request per payload. */
export default defineAdapter<Http2Options>({
  name: "http2",
  title: "HTTP/2",
  module: import.meta.url,
  schemes: { plain: "http", encrypted: "https" },
  // Requests are independent, so one may overtake another. Only the dialling end can make requests.
  supports: { push: false, ordered: false, secret: true },
  options: { windowBytes: option.integer(65_535, { min: 65_535, max: 2 ** 31 - 1 }) },
  help: { windowBytes: "The flow-control window of each stream and of the connection, at both ends." },

  listen: (context, { windowBytes }) =>
    new Promise((resolve, reject) => {
      const sessions = new Set<ServerHttp2Session>();
      const server = createServer({ settings: { initialWindowSize: windowBytes } });
      const strangers = limitStrangers(server);
      server.on("session", (session) => {
        session.setLocalWindowSize(windowBytes);
        sessions.add(session);
        session.once("close", () => sessions.delete(session));
        // The first request only shows the secret. It opens the link.
        session.once("stream", (stream, headers) => {
          const accepted = context.accept(
            (link) => answeringLink(session, link),
            headers[SECRET]?.toString(),
          );
          if (!accepted) return session.destroy();
          strangers.admit(session.socket);
          stream.respond({ ":status": 204 }, { endStream: true });
        });
      });
      server.on("sessionError", context.onError);
      let closed: Promise<unknown> | undefined;
      const close = async () => {
        closed ??= new Promise((done) => server.close(done));
        for (const session of sessions) session.destroy();
        await closed;
      };
      const abort = () => {
        void close();
        reject(context.signal.reason);
      };
      context.signal.addEventListener("abort", abort, { once: true });
      server.once("close", () => context.signal.removeEventListener("abort", abort));
      if (context.signal.aborted) return abort();
      server.once("error", reject);
      server.listen(context.port, context.host, () => {
        const { port } = server.address() as { port: number };
        const host = isIPv6(context.host) ? `[${context.host}]` : context.host;
        resolve({
          endpoint: { url: `http://${host}:${port}` },
          close,
        });
      });
    }),

  dial: ({ url }, context, { windowBytes }) =>
    new Promise((resolve, reject) => {
      const session = connect(url, { settings: { initialWindowSize: windowBytes } });
      let reason: unknown;
      session.once("error", (error) => {
        reason = error;
      });
      const closed = new Promise<unknown>((done) => session.once("close", () => done(reason)));
      const abort = () => session.destroy();
      context.signal.addEventListener("abort", abort, { once: true });
      if (context.signal.aborted) abort();
      void closed.then(() => {
        context.signal.removeEventListener("abort", abort);
        reject(reason ?? new Error(`closed before ${url} answered`));
      });

      const link: Link = {
        closed,
        async send(frame) {
          const stream = session.request({ ":method": "POST", ":path": "/" });
          writeBody(stream, frame);
          context.onFrame(await readReply(stream, context.limits.maxFrameBytes));
        },
        async close() {
          session.destroy();
          await closed;
        },
      };
      session.once("connect", () => {
        // The signal may have aborted in the same turn.
        if (session.destroyed) return;
        session.setLocalWindowSize(windowBytes);
        // Now, because the first frame may come late: until then, this would be the connection of a stranger.
        const hello = session.request({ ":method": "HEAD", ":path": "/", [SECRET]: context.secret });
        hello.on("error", () => {});
        hello.once("response", () => resolve(link));
        hello.resume();
      });
    }),
});

/** A link over a session at the listening end. It answers requests, but cannot make any. */
function answeringLink(session: ServerHttp2Session, { onFrame, limits }: LinkContext): Link {
  session.on("stream", (stream) => {
    readBody(stream, limits.maxFrameBytes).then(
      (frame) => {
        const reply = onFrame(frame);
        stream.respond({ ":status": 200 });
        writeBody(stream, reply ?? []);
      },
      () => stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM),
    );
  });
  let reason: unknown;
  session.once("error", (error) => {
    reason = error;
  });
  const closed = new Promise<unknown>((done) => session.once("close", () => done(reason)));
  return {
    closed,
    send: () => Promise.reject(new Error("an HTTP/2 server cannot make a request")),
    async close() {
      session.destroy();
      await closed;
    },
  };
}

function writeBody(stream: Http2Stream, frame: Frame): void {
  for (const part of frame) stream.write(part);
  stream.end();
}

/** Reads the body of a response. Also rejects if the session was closed instead of an answer. */
async function readReply(stream: ClientHttp2Stream, maxBytes: number): Promise<Uint8Array> {
  let status: number | undefined;
  stream.once("response", (headers) => {
    status = headers[":status"];
  });
  const body = await readBody(stream, maxBytes);
  if (status !== constants.HTTP_STATUS_OK)
    throw new Error(`the request was answered with ${status ?? "nothing"}`);
  return body;
}

/** Reads the body. Rejects if it is larger than the limit, or if the stream closes before it is complete. */
function readBody(
  stream: Http2Stream,
  maxBytes: LinkContext["limits"]["maxFrameBytes"],
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > maxBytes) reject(new Error(`a body of more than ${maxBytes} bytes`));
    });
    stream.once("end", () => (stream.aborted ? undefined : resolve(Buffer.concat(chunks))));
    stream.once("error", reject);
    stream.once("close", () => reject(new Error(`the stream was closed with code ${stream.rstCode}`)));
  });
}
