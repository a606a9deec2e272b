import { createRequire } from "node:module";
import {
  type ChannelOptions,
  Client,
  Metadata,
  Server,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type sendUnaryData,
} from "@grpc/grpc-js";
import {
  type AdapterFactory,
  type DialContext,
  defineAdapter,
  type EndContext,
} from "@wireduel/core/adapter";
import { dialCredentials, listenCredentials } from "./credentials.js";
import { answeredCalls, openStream, streamLink, unaryLink, whenReady } from "./link.js";
import { messageOf } from "./message.js";
import { type GrpcOptions, grpcOptions, tunedGrpcOptions } from "./options.js";
import { protobuf, protobufParts } from "./protobuf-codec.js";
import { DEFAULT_WINDOW_BYTES, setServerOptions } from "./server-options.js";
import { passThrough } from "./service.js";

const require = createRequire(import.meta.url);
const versionOf = (name: string) => (require(`${name}/package.json`) as { version: string }).version;

/** gRPC on `@grpc/grpc-js`, with the typed messages of `transfer.proto`. */
export const grpc: AdapterFactory<GrpcOptions> = defineAdapter<GrpcOptions>({
  name: "grpc",
  title: "gRPC",
  module: import.meta.url,
  codecs: [protobuf, protobufParts],
  // A stream keeps its order, and the server can send on it. Unary calls do neither.
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
    const calls = answeredCalls(context);
    const acceptStream = (stream: ServerDuplexStream<Buffer, Buffer>) => {
      // Immediately, because the dialling end waits for metadata to know that its stream is open.
      stream.sendMetadata(new Metadata());
      context.accept((linkContext) => streamLink(stream, linkContext, async () => void stream.destroy()));
    };
    if (context.role === "receiver") {
      server.addService(
        { Upload: passThrough("Upload"), UploadOne: passThrough("UploadOne") },
        {
          Upload: acceptStream,
          UploadOne: ({ request }: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
            callback(null, messageOf(calls.onFrame(request) ?? []));
          },
        },
      );
    } else {
      server.addService({ Push: passThrough("Push") }, { Push: acceptStream });
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
          calls.close();
          server.tryShutdown(() => resolve());
          server.forceShutdown();
        }),
    };
  },

  async dial({ url }, context, { call, windowBytes }) {
    const client = new Client(new URL(url).host, dialCredentials(context.tls), {
      ...channelOptions(context, windowBytes),
      ...ownConnection(context),
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

function channelOptions({ limits }: EndContext, windowBytes: number): ChannelOptions {
  return {
    "grpc.max_receive_message_length": limits.maxFrameBytes,
    "grpc.max_send_message_length": -1,
    ...(windowBytes === DEFAULT_WINDOW_BYTES ? {} : { "grpc-node.flow_control_window": windowBytes }),
  };
}

/** Gives each link its own connection, which closes with the link. */
function ownConnection({ tls }: DialContext): ChannelOptions {
  return {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.enable_http_proxy": 0,
    ...(tls?.servername === undefined ? {} : { "grpc.ssl_target_name_override": tls.servername }),
    // The idle timeout would close a link during a long pause between two payloads.
    "grpc.client_idle_timeout_ms": 2 ** 31 - 1,
  };
}
