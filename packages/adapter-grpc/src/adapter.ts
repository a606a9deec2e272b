import type { ServerDuplexStream, ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import { type AdapterFactory, defineAdapter, keepMemory } from "@wireduel/core/adapter";
import { clientOptions, grpcOverrides, serverOptions } from "./channel-options.js";
import { dialCredentials, listenCredentials } from "./credentials.js";
import { noteAttempts } from "./dial-attempts.js";
import { grpcJs, libraries } from "./library.js";
import { openLink, streamLink } from "./link.js";
import { messageOf } from "./message.js";
import {
  checkGrpcOptions,
  type GrpcOptions,
  grpcHelp,
  grpcLabels,
  grpcOptions,
  tunedGrpcOptions,
} from "./options.js";
import { type GrpcCodecName, protobuf, protobufParts } from "./protobuf-codec.js";
import { REFUSED, secretIn } from "./secret.js";
import { setServerOptions } from "./server-options.js";
import { passThrough } from "./service.js";
import { answeredCalls } from "./unary-link.js";

const { Client, Metadata, Server } = grpcJs;

/** gRPC on `@grpc/grpc-js`, with the typed messages of `transfer.proto`. */
export const grpc: AdapterFactory<GrpcOptions, GrpcCodecName> = defineAdapter<GrpcOptions, GrpcCodecName>({
  name: "grpc",
  title: "gRPC",
  module: import.meta.url,
  schemes: { plain: "grpc", encrypted: "grpcs" },
  codecs: [protobuf, protobufParts],
  // A stream keeps its order, and the server can send on it. Unary calls do neither.
  supports: ({ call, maxReceiveMessageBytes }) => ({
    push: call === "bidi",
    ordered: call === "bidi",
    tls: true,
    unixSocket: true,
    secret: true,
    maxFrameBytes: maxReceiveMessageBytes,
  }),
  options: grpcOptions,
  check: checkGrpcOptions,
  tuned: tunedGrpcOptions,
  help: grpcHelp,
  labels: grpcLabels,
  overrides: grpcOverrides,
  libraries,

  async listen(context, options) {
    context.signal.throwIfAborted();
    if (options.keepMemory) keepMemory();
    const server = new Server(serverOptions(options));
    const inside = setServerOptions(server, options, context);
    const calls = answeredCalls(context);
    const acceptStream = (stream: ServerDuplexStream<Buffer, Buffer>) => {
      const accepted = context.accept((linkContext) => {
        // Immediately, because the dialling end waits for metadata to know that its stream is open.
        stream.sendMetadata(new Metadata());
        return streamLink(stream, linkContext, () => stream.end());
      }, secretIn(stream.metadata));
      if (!accepted) stream.emit("error", REFUSED);
    };
    if (context.role === "receiver") {
      server.addService(
        { Upload: passThrough("Upload"), UploadOne: passThrough("UploadOne") },
        {
          Upload: acceptStream,
          UploadOne: (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
            if (!inside.admitsCalls && !context.admits(secretIn(call.metadata))) return callback(REFUSED);
            const reply = messageOf(calls.onFrame(call) ?? []);
            inside.replied(reply.byteLength);
            callback(null, reply);
          },
        },
      );
    } else {
      server.addService({ Push: passThrough("Push") }, { Push: acceptStream });
    }
    const host = context.host.includes(":") ? `[${context.host}]` : context.host;
    const { socketPath } = context;
    const target = socketPath === undefined ? `${host}:${context.port}` : `unix:${socketPath}`;
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(target, listenCredentials(context.tls), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    let closing: Promise<void> | undefined;
    const close = () => {
      context.signal.removeEventListener("abort", close);
      calls.close();
      closing ??= inside.shutdown();
      return closing;
    };
    context.signal.addEventListener("abort", close);
    if (context.signal.aborted) await close();
    context.signal.throwIfAborted();
    return {
      endpoint: { url: socketPath ? target : `${context.tls ? "grpcs" : "grpc"}://${host}:${port}` },
      describe: () => ({ ...inside.read(), tls: inside.tls() }),
      close,
    };
  },

  async dial({ url }, context, options) {
    if (options.keepMemory) keepMemory();
    const { socketPath } = context;
    const target = socketPath === undefined ? new URL(url).host : `unix:${socketPath}`;
    const attempts = noteAttempts(url);
    const client = new Client(target, dialCredentials(context.tls), clientOptions(options, context.tls));
    try {
      const link = await openLink(client, context, options);
      void link.closed.then(() => attempts.destroySoon());
      return link;
    } catch (error) {
      client.close();
      attempts.destroy();
      throw error;
    } finally {
      attempts.end();
    }
  },
});

export default grpc;
