// Requests of HTTP/2, by `node:http2`.
import { type ClientHttp2Stream, connect } from "node:http2";
import type { Socket } from "node:net";
import { frameBytes } from "@wireduel/core/adapter";
import { bodyOf, LINK_HEADER, PATH, partsToWrite, SECRET_HEADER } from "./message.js";
import { MOST_SESSION_MB } from "./options.js";
import { type Requests, type RequestsContext, unexpectedStatus, unexpectedType } from "./requests.js";
import { destroySoon, windowsOf } from "./sessions.js";

/** The requests over a connection of HTTP/2. */
export function http2Requests(
  origin: string,
  socket: Socket,
  context: RequestsContext,
  windowBytes: number,
): Requests {
  const { contentType, secret } = context;
  const session = connect(origin, {
    createConnection: () => socket,
    settings: { initialWindowSize: windowBytes },
    maxSessionMemory: MOST_SESSION_MB,
  });
  // The socket gives the reason to the link.
  session.on("error", (error) => socket.destroy(error));
  session.once("connect", () => {
    if (!session.destroyed) session.setLocalWindowSize(windowBytes);
  });
  let windows = {};
  // Written out: V8 gives each object that is made by `{ ...headers, "content-length": bytes }` a layout of its own.
  const posted = (bytes: number) => ({
    ":method": "POST",
    ":path": PATH,
    [SECRET_HEADER]: secret,
    "content-type": contentType,
    "content-length": bytes,
  });

  return {
    socket,
    post(frame, done) {
      const bytes = frameBytes(frame);
      const parts = partsToWrite(frame, bytes);
      let stream: ClientHttp2Stream;
      try {
        stream = session.request(posted(bytes));
      } catch (error) {
        // The session closes already.
        return done(error as Error);
      }
      readReply(stream, context, done);
      for (let part = 0; part < parts.length - 1; part++) stream.write(parts[part]);
      if (bytes === 0) stream.end();
      else stream.end(parts.at(-1));
    },
    hello: (link) =>
      new Promise((resolve, reject) => {
        const shown = { ":method": "OPTIONS", ":path": PATH, [SECRET_HEADER]: secret, [LINK_HEADER]: link };
        const stream = session.request(shown);
        let failure: Error | undefined;
        stream.on("error", (error) => {
          failure = error;
        });
        stream.once("response", ({ ":status": status }) => {
          windows = windowsOf(session);
          if (status === 204) resolve();
          else reject(unexpectedStatus(status));
        });
        stream.once("close", () => reject(failure ?? unexpectedStatus(undefined)));
        stream.resume();
      }),
    stream: (link, accept, reader) =>
      new Promise((resolve, reject) => {
        const asked = {
          ":method": "GET",
          ":path": PATH,
          [SECRET_HEADER]: secret,
          [LINK_HEADER]: link,
          accept,
        };
        const stream = session.request(asked);
        let failure: Error | undefined;
        stream.on("error", (error) => {
          failure = error;
        });
        stream.once("response", ({ ":status": status, "content-type": type }) => {
          windows = windowsOf(session);
          if (status !== 200) failure = unexpectedStatus(status);
          else if (type !== accept) failure = unexpectedType(type, accept);
          if (failure) return stream.close();
          resolve(stream);
          stream.on("data", (chunk: Buffer) => reader.onChunk(chunk));
        });
        stream.once("close", () => {
          reject(failure ?? unexpectedStatus(undefined));
          reader.onEnd();
        });
      }),
    get lost() {
      return session.closed || session.destroyed || socket.destroyed;
    },
    settings: () => windows,
    destroy() {
      destroySoon(session);
      socket.destroy();
    },
  };
}

function readReply(
  stream: ClientHttp2Stream,
  { limits, onReply }: RequestsContext,
  done: (error?: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let status: number | undefined;
  let settled = false;
  const settle = (error?: Error) => {
    if (settled) return;
    settled = true;
    done(error);
  };
  stream.on("response", (headers) => {
    status = headers[":status"];
  });
  stream.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes <= limits.maxFrameBytes) return;
    settle(new Error(`a reply of more than ${limits.maxFrameBytes} bytes`));
    stream.close();
  });
  stream.on("end", () => {
    if (settled || stream.aborted) return;
    if (status !== 200) return settle(unexpectedStatus(status));
    onReply(bodyOf(chunks));
    settle();
  });
  stream.on("error", settle);
  stream.on("close", () => {
    // An error has a stack trace, which takes longer than a small reply.
    if (!settled) settle(unexpectedStatus(status));
  });
}
