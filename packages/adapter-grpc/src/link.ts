import {
  type ChannelInterface,
  type Client,
  type ClientDuplexStream,
  connectivityState,
  type ServerDuplexStream,
  type ServiceError,
} from "@grpc/grpc-js";
import type { Frame, Link, LinkContext } from "@wireduel/core";
import { messageOf } from "./message-of.js";
import { passThrough } from "./service.js";

const NEVER = Number.POSITIVE_INFINITY;
const uploadOne = passThrough("UploadOne");

/** A bidirectional stream at either end. */
export type FrameStream = ClientDuplexStream<Buffer, Buffer> | ServerDuplexStream<Buffer, Buffer>;

/** A bidirectional stream of either end as a link. */
export function streamLink(
  stream: FrameStream,
  { onFrame, signal }: LinkContext,
  release: () => Promise<void>,
): Link {
  let reason: unknown;
  const closed = new Promise<unknown>((resolve) => {
    const gone = () => {
      signal.removeEventListener("abort", abort);
      resolve(reason);
    };
    // grpc-js ends a stream in several ways; whichever comes first tells.
    stream.once("error", (error: ServiceError) => {
      reason = error;
      gone();
    });
    stream.once("end", () => {
      stream.end();
      gone();
    });
    stream.once("cancelled", gone);
    stream.once("close", gone);
  });
  // A cancelled call emits a second error after the first.
  stream.on("error", () => {});
  const abort = () => void release();
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();

  stream.on("data", (frame: Buffer) => {
    const reply = onFrame(frame);
    if (reply) stream.write(messageOf(reply));
  });

  return {
    closed,
    send(frame: Frame) {
      stream.write(messageOf(frame));
    },
    async close() {
      await release();
      await closed;
    },
  };
}

/** A channel as a link: each frame is a call of its own, whose response is its reply. */
export function unaryLink(client: Client, { onFrame, signal }: LinkContext): Link {
  let markClosed: (reason: unknown) => void = () => {};
  const closed = new Promise<unknown>((resolve) => {
    markClosed = resolve;
  });
  const close = () => {
    signal.removeEventListener("abort", close);
    client.close();
    markClosed(undefined);
  };
  signal.addEventListener("abort", close, { once: true });
  if (signal.aborted) close();
  whenNotReady(client.getChannel(), () => {
    markClosed(new Error("the connection was lost"));
    close();
  });

  return {
    closed,
    send: (frame: Frame) =>
      new Promise<void>((resolve, reject) => {
        const { path, requestSerialize, responseDeserialize } = uploadOne;
        const request = messageOf(frame);
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, reply) => {
          if (reply) onFrame(reply);
          if (error) reject(error);
          else resolve();
        });
      }),
    async close() {
      close();
    },
  };
}

function whenNotReady(channel: ChannelInterface, run: () => void): void {
  channel.watchConnectivityState(connectivityState.READY, NEVER, (error) => {
    if (error === undefined) run();
  });
}
