import type { Client, ClientDuplexStream, ServerDuplexStream, ServiceError } from "@grpc/grpc-js";
import { type Frame, type Link, type LinkContext, unreadLimit } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";
import { messageOf, messagesOf } from "./message.js";
import { callMetadata } from "./metadata.js";
import type { GrpcOptions } from "./options.js";
import { passThrough } from "./service.js";
import { withHint } from "./status-hints.js";
import { openUnaryLink } from "./unary-link.js";

const { connectivityState } = grpcJs;
const NEVER = Number.POSITIVE_INFINITY;
const upload = passThrough("Upload");
const push = passThrough("Push");

/** A bidirectional stream at either end. */
type FrameStream = ClientDuplexStream<Buffer, Buffer> | ServerDuplexStream<Buffer, Buffer>;

/**
 * A link over a bidirectional stream, for both ends.
 *
 * @param release ends the stream, and what belongs to it
 */
export function streamLink(
  stream: FrameStream,
  { onFrame, signal }: LinkContext,
  release: () => void,
  toMessage: (frame: Frame) => Buffer = messageOf,
): Link {
  let open = true;
  let markClosed: (reason: unknown) => void = () => {};
  const closed = new Promise<unknown>((resolve) => {
    markClosed = resolve;
  });
  const ended = (reason?: unknown) => {
    open = false;
    signal.removeEventListener("abort", close);
    markClosed(reason);
  };
  const close = () => {
    ended();
    release();
  };
  signal.addEventListener("abort", close, { once: true });

  // grpc-js reports the end of a stream in several ways. The first one counts. A cancelled call emits a second error.
  stream.on("error", (error: ServiceError) => ended(withHint(error)));
  stream.once("end", () => {
    stream.end();
    ended();
  });
  stream.once("cancelled", () => ended(new Error("the call was cancelled, or its connection was lost")));
  stream.once("close", () => ended());
  if (signal.aborted) close();

  let mostUnread: number | undefined;
  stream.on("data", (frame: Buffer) => {
    // What arrived before the close may still be in the stream.
    if (!open) return;
    const reply = onFrame(frame);
    if (!reply) return;
    const message = toMessage(reply);
    mostUnread ??= unreadLimit(message.byteLength).replies;
    // A stream of grpc-js counts messages, not bytes.
    if (stream.writableLength <= mostUnread || stream.isPaused()) return void stream.write(message);
    stream.pause();
    // When this reply has left, all before it have left too. `drain` would only come with 16 of them.
    stream.write(message, () => stream.resume());
  });

  return {
    closed,
    send(frame: Frame) {
      if (open) stream.write(toMessage(frame));
    },
    async close() {
      close();
    },
  };
}

/** Opens the dialling end of a link: a channel for unary calls, or a stream. */
export async function openLink(client: Client, context: LinkContext, options: GrpcOptions): Promise<Link> {
  if (options.call === "bidi" || context.role === "receiver") return openStream(client, context, options);
  await whenReady(client, context.signal);
  return openUnaryLink(client, context, options);
}

/**
 * Opens a stream: a sender calls Upload, a receiver calls Push. Resolves when the server has sent metadata.
 */
function openStream(client: Client, context: LinkContext, options: GrpcOptions): Promise<Link> {
  const { path, requestSerialize, responseDeserialize } = context.role === "sender" ? upload : push;
  const stream: ClientDuplexStream<Buffer, Buffer> = client.makeBidiStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    callMetadata(options.metadata, context.secret),
  );
  const release = () => {
    stream.cancel();
    client.close();
  };
  const link = streamLink(stream, context, release, messagesOf(options));
  return new Promise((resolve, reject) => {
    stream.once("metadata", () => resolve(link));
    void link.closed.then((reason) => reject(reason ?? new Error("closed before the server answered")));
  });
}

/**
 * Resolves when the channel is connected. Rejects at the first failure, while grpc-js would retry for a long
 * time.
 */
function whenReady(client: Client, signal: AbortSignal): Promise<void> {
  const channel = client.getChannel();
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) return onAbort();
    const settle = (run: () => void) => {
      signal.removeEventListener("abort", onAbort);
      run();
    };
    const check = () => {
      // Asking for the state would connect again.
      if (signal.aborted) return;
      const state = channel.getConnectivityState(true);
      if (state === connectivityState.READY) return settle(resolve);
      if (state === connectivityState.TRANSIENT_FAILURE) {
        // A call now fails immediately, and its error has the reason.
        const { path, requestSerialize, responseDeserialize } = upload;
        const failing = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
        failing.once("error", (error) => settle(() => reject(error)));
        return;
      }
      channel.watchConnectivityState(state, NEVER, (error) => (error ? undefined : check()));
    };
    check();
  });
}
