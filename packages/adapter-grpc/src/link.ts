import type {
  ChannelInterface,
  Client,
  ClientDuplexStream,
  ClientUnaryCall,
  ServerDuplexStream,
  ServerUnaryCall,
  ServiceError,
} from "@grpc/grpc-js";
import type { Frame, Link, LinkContext, ListenContext } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";
import { messageOf, wholeMessageOf } from "./message.js";
import { callMetadata } from "./metadata.js";
import type { GrpcOptions } from "./options.js";
import { SECRET_PATH, secretIn } from "./secret.js";
import { passThrough } from "./service.js";

const { connectivityState, status } = grpcJs;
const NEVER = Number.POSITIVE_INFINITY;
/** If so many bytes of replies are not read, no more messages are read. Otherwise they would fill the memory. */
const MOST_UNREAD_BYTES = 64 * 2 ** 20;
/** Roughly what a message takes besides its bytes. */
const MESSAGE_OVERHEAD = 512;
const upload = passThrough("Upload");
const uploadOne = passThrough("UploadOne");
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

  stream.on("data", (frame: Buffer) => {
    // What arrived before the close may still be in the stream.
    if (!open) return;
    const reply = onFrame(frame);
    if (!reply) return;
    const message = toMessage(reply);
    // A stream counts messages, not bytes. All replies of a session have the same size.
    const unread = stream.writableLength * (message.byteLength + MESSAGE_OVERHEAD);
    if (unread <= MOST_UNREAD_BYTES || stream.isPaused()) return void stream.write(message);
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
  const open = (secret: string | undefined) =>
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
  return {
    onFrame({ request, metadata }) {
      const secret = secretIn(metadata);
      if (!sessions.has(secret)) open(secret);
      return sessions.get(secret)?.onFrame(request);
    },
    close() {
      for (const { end } of sessions.values()) end();
    },
  };
}

/** Opens the dialling end of a link: a channel for unary calls, or a stream. */
export async function openLink(client: Client, context: LinkContext, options: GrpcOptions): Promise<Link> {
  if (options.call === "bidi" || context.role === "receiver") return openStream(client, context, options);
  await whenReady(client, context.signal);
  await showSecret(client, context, options);
  return unaryLink(client, context, options);
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

/** How a client makes messages. */
function messagesOf({ compression }: GrpcOptions): (frame: Frame) => Buffer {
  return compression === "identity" ? messageOf : wholeMessageOf;
}

/** Why a call failed if its status is none that gRPC has. */
const BAD_ANSWER = "the other end answered with an encoding or a status that gRPC does not have";

/** The options that limit messages, by how grpc-js begins its refusal. */
const LIMITS = [
  [/^Received message\b.*larger than/, "maxReceiveMessageBytes"],
  [/^(Sent|Attempted to send) message\b.*larger than/, 'channelOptions["grpc.max_send_message_length"]'],
] as const;

/** Adds to the refusal of a large message which option allows it, and a reason where grpc-js has none. */
function withHint(error: ServiceError): Error {
  // It loses the reason for an encoding that it does not know.
  if (status[error.code] === undefined) return new Error(BAD_ANSWER, { cause: error });
  if (error.code !== status.RESOURCE_EXHAUSTED) return error;
  const [, option] = LIMITS.find(([refusal]) => refusal.test(error.details)) ?? [];
  if (option === undefined) return error;
  const hint = `the option \`${option}\` of grpc() allows larger messages`;
  return new Error(`${error.message}; ${hint}`, { cause: error });
}
