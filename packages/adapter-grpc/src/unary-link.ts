// Links whose frames are unary calls.
import type { ChannelInterface, Client, ClientUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import type { Frame, Link, LinkContext, ListenContext } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";
import { messagesOf } from "./message.js";
import { callMetadata } from "./metadata.js";
import type { GrpcOptions } from "./options.js";
import { SECRET_PATH, secretIn } from "./secret.js";
import { passThrough } from "./service.js";
import { withHint } from "./status-hints.js";

const { connectivityState, status } = grpcJs;
const NEVER = Number.POSITIVE_INFINITY;
const uploadOne = passThrough("UploadOne");

/** Opens the dialling end of a link over a channel that is connected. */
export async function openUnaryLink(
  client: Client,
  context: LinkContext,
  options: GrpcOptions,
): Promise<Link> {
  await showSecret(client, context, options);
  return unaryLink(client, context, options);
}

/** A link over a channel: each frame is a unary call, and the response is its reply. */
function unaryLink(client: Client, { onFrame, signal, secret }: LinkContext, options: GrpcOptions): Link {
  const metadata = callMetadata(options.metadata, secret);
  const toMessage = messagesOf(options);
  const calls = new Set<ClientUnaryCall>();
  let markClosed: (reason: unknown) => void = () => {};
  const closed = new Promise<unknown>((resolve) => {
    markClosed = resolve;
  });
  const ended = (reason?: unknown) => {
    signal.removeEventListener("abort", close);
    markClosed(reason);
    // A channel that closes waits for its calls.
    for (const call of calls) call.cancel();
    client.close();
  };
  const close = () => ended();
  signal.addEventListener("abort", close, { once: true });
  if (signal.aborted) close();
  whenNotReady(client.getChannel(), () => ended(new Error("the connection was lost")));

  return {
    closed,
    send: (frame: Frame) =>
      new Promise<void>((resolve, reject) => {
        const { path, requestSerialize, responseDeserialize } = uploadOne;
        const request = toMessage(frame);
        const call = client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadata,
          (error, reply) => {
            calls.delete(call);
            if (error) return reject(withHint(error));
            if (reply) onFrame(reply);
            resolve();
          },
        );
        calls.add(call);
      }),
    async close() {
      close();
    },
  };
}

/**
 * Makes a call that only has the session's secret. The listening end does not know its method, but admits the connection.
 * Without it, a connection whose first payload comes late would be closed as one of a stranger.
 */
function showSecret(client: Client, { secret, signal }: LinkContext, options: GrpcOptions): Promise<void> {
  const { requestSerialize, responseDeserialize } = uploadOne;
  const metadata = callMetadata(options.metadata, secret);
  return new Promise((resolve, reject) => {
    const abort = () => call.cancel();
    const call = client.makeUnaryRequest(
      SECRET_PATH,
      requestSerialize,
      responseDeserialize,
      Buffer.alloc(0),
      metadata,
      (error) => {
        signal.removeEventListener("abort", abort);
        if (error && error.code !== status.UNIMPLEMENTED) reject(withHint(error));
        else resolve();
      },
    );
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
  });
}

function whenNotReady(channel: ChannelInterface, run: () => void): void {
  channel.watchConnectivityState(connectivityState.READY, NEVER, (error) => {
    if (error === undefined) run();
  });
}

/** The listening end of unary calls. */
export interface AnsweredCalls {
  /** @param call one that presented the secret */
  onFrame(call: ServerUnaryCall<Buffer, Buffer>): Frame | undefined;
  close(): void;
}

/**
 * The listening end of unary calls. grpc-js does not expose connections, so one link is used for all calls of a session.
 * It opens with the first call that presents the session's secret.
 */
export function answeredCalls({ accept }: ListenContext): AnsweredCalls {
  const sessions = new Map<string | undefined, { onFrame: LinkContext["onFrame"]; end(): void }>();
  const opened = (secret: string | undefined) => {
    accept(({ onFrame }) => {
      let end: () => void = () => {};
      const closed = new Promise<undefined>((resolve) => {
        end = () => {
          sessions.delete(secret);
          resolve(undefined);
        };
      });
      sessions.set(secret, { onFrame, end });
      const send = () => Promise.reject(new Error("a gRPC server cannot start a call"));
      return { closed, send, close: async () => end() };
    }, secret);
    return sessions.get(secret);
  };
  return {
    onFrame({ request, metadata }) {
      const secret = secretIn(metadata);
      const session = sessions.get(secret) ?? opened(secret);
      return session?.onFrame(request);
    },
    close() {
      for (const { end } of sessions.values()) end();
    },
  };
}
