import { createRequire } from "node:module";
import {
  type ChannelOptions,
  Client,
  type ClientDuplexStream,
  connectivityState,
  Metadata,
  Server,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { type AdapterFactory, defineAdapter, type Link, type LinkContext } from "@wireduel/core";
import { dialCredentials, listenCredentials } from "./credentials.js";
import { streamLink, unaryLink } from "./link.js";
import { messageOf } from "./message-of.js";
import { type GrpcOptions, grpcOptions, tunedGrpcOptions } from "./options.js";
import { protobuf, protobufParts } from "./protobuf-codec.js";
import { DEFAULT_WINDOW_BYTES, setServerOptions } from "./server-options.js";
import { passThrough } from "./service.js";

const require = createRequire(import.meta.url);
const versionOf = (name: string) => (require(`${name}/package.json`) as { version: string }).version;

const upload = passThrough("Upload");
const uploadOne = passThrough("UploadOne");
const push = passThrough("Push");

/** gRPC on `@grpc/grpc-js`, over the typed messages of `transfer.proto`. */
export const grpc: AdapterFactory<GrpcOptions> = defineAdapter<GrpcOptions>({
  name: "grpc",
  title: "gRPC",
  module: import.meta.url,
  codecs: [protobuf, protobufParts],
  // A stream keeps its order and can be turned around; calls on their own do neither.
  supports: ({ call }) => ({ push: call === "bidi", ordered: call === "bidi", tls: true }),
  options: grpcOptions,
  tuned: tunedGrpcOptions,
  libraries: {
    "@grpc/grpc-js": versionOf("@grpc/grpc-js"),
    "@grpc/proto-loader": versionOf("@grpc/proto-loader"),
  },

  async listen(context, { windowBytes }) {
    const server = new Server(channelOptions(context, windowBytes));
    const sessions = setServerOptions(server, windowBytes, context.tls?.minVersion);
    const accept = (stream: ServerDuplexStream<Buffer, Buffer>) => {
      // At once, so that the dialling end knows that its stream is served.
      stream.sendMetadata(new Metadata());
      context.onLink(streamLink(stream, context, async () => void stream.destroy()));
    };
    if (context.role === "receiver") {
      server.addService(
        { Upload: upload, UploadOne: uploadOne },
        {
          Upload: accept,
          UploadOne: ({ request }: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
            const reply = context.onFrame(request);
            callback(null, messageOf(reply ?? []));
          },
        },
      );
    } else {
      server.addService({ Push: push }, { Push: accept });
    }
    const host = context.host.includes(":") ? `[${context.host}]` : context.host;
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${host}:${context.port}`, listenCredentials(context.tls), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    return {
      endpoint: { url: `${context.tls ? "grpcs" : "grpc"}://${host}:${port}` },
      describe: () => ({ settings: sessions.windows(), tls: sessions.tls() }),
      close: () =>
        new Promise((resolve) => {
          server.tryShutdown(() => resolve());
          server.forceShutdown();
        }),
    };
  },

  async dial({ url }, context, { call, windowBytes }) {
    const client = new Client(new URL(url).host, dialCredentials(context.tls), {
      ...channelOptions(context, windowBytes),
      // A connection of its own for each link, closed with it.
      "grpc.use_local_subchannel_pool": 1,
      "grpc.enable_http_proxy": 0,
      ...(context.tls?.servername === undefined
        ? {}
        : { "grpc.ssl_target_name_override": context.tls.servername }),
      // The idle time-out would close a link between two payloads that are far apart.
      "grpc.client_idle_timeout_ms": 2 ** 31 - 1,
    });
    try {
      if (call === "unary" && context.role === "sender") {
        await whenReady(client, context.signal);
        return unaryLink(client, context);
      }
      return await openStream(client, context);
    } catch (error) {
      client.close();
      throw error;
    }
  },
});

export default grpc;

function channelOptions({ limits }: LinkContext, windowBytes: number): ChannelOptions {
  return {
    "grpc.max_receive_message_length": limits.maxFrameBytes,
    "grpc.max_send_message_length": -1,
    ...(windowBytes === DEFAULT_WINDOW_BYTES ? {} : { "grpc-node.flow_control_window": windowBytes }),
  };
}

/** The sender calls Upload, the receiver Push; resolves when the server has answered that it serves the stream. */
function openStream(client: Client, context: LinkContext): Promise<Link> {
  const { path, requestSerialize, responseDeserialize } = context.role === "sender" ? upload : push;
  const stream: ClientDuplexStream<Buffer, Buffer> = client.makeBidiStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
  );
  const link = streamLink(stream, context, async () => {
    stream.cancel();
    client.close();
  });
  return new Promise((resolve, reject) => {
    stream.once("metadata", () => resolve(link));
    void link.closed.then((reason) => reject(reason ?? new Error("closed before the server answered")));
  });
}

/** Resolves when the channel is connected; rejects at its first failure, rather than when it gives up trying. */
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
    const look = () => {
      const state = channel.getConnectivityState(true);
      if (state === connectivityState.READY) return settle(resolve);
      if (state === connectivityState.TRANSIENT_FAILURE) {
        // A call fails at once now, and its error says why.
        const { path, requestSerialize, responseDeserialize } = upload;
        const failing = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
        failing.once("error", (error) => settle(() => reject(error)));
        return;
      }
      channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, (error) =>
        error ? undefined : look(),
      );
    };
    look();
  });
}
