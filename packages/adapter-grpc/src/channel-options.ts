import type { ChannelOptions } from "@grpc/grpc-js";
import type { DialTls, Override } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";
import { DEFAULT_MAX_RECEIVE_BYTES, DEFAULT_WINDOW_BYTES, type GrpcOptions } from "./options.js";

/** What `grpc()` changes from what grpc-js does by itself. All of it belongs to the dialling end. */
export const grpcOverrides: readonly Override[] = [
  {
    setting: "grpc.use_local_subchannel_pool",
    value: 1,
    libraryValue: 0,
    reason: "each connection of the run is a TCP connection of its own",
  },
  {
    setting: "grpc.enable_http_proxy",
    value: 0,
    libraryValue: 1,
    reason: "a proxy from the environment would be measured too",
  },
  {
    setting: "grpc.client_idle_timeout_ms",
    value: 2 ** 31 - 1,
    libraryValue: 30 * 60_000,
    reason: "a long pause between two payloads must not close the connection",
  },
];

/** The options of the listening end's server. Defaults of grpc-js are left out. */
export function serverOptions(options: GrpcOptions): ChannelOptions {
  return { ...sharedOptions(options), ...keepaliveOptions(options, "server") };
}

/** The options of a dialling end's channel. Defaults of grpc-js are left out, except the overrides. */
export function clientOptions(options: GrpcOptions, tls: DialTls | undefined): ChannelOptions {
  const { windowBytes, compression } = options;
  return {
    ...sharedOptions(options),
    ...keepaliveOptions(options, "client"),
    ...(windowBytes === DEFAULT_WINDOW_BYTES ? {} : { "grpc-node.flow_control_window": windowBytes }),
    ...(compression === "identity"
      ? {}
      : { "grpc.default_compression_algorithm": grpcJs.compressionAlgorithms[compression] }),
    ...(tls?.servername === undefined ? {} : { "grpc.ssl_target_name_override": tls.servername }),
    ...Object.fromEntries(grpcOverrides.map(({ setting, value }) => [setting, value])),
  };
}

function sharedOptions({ maxReceiveMessageBytes, channelOptions }: GrpcOptions): ChannelOptions {
  if (maxReceiveMessageBytes === DEFAULT_MAX_RECEIVE_BYTES) return channelOptions;
  return { ...channelOptions, "grpc.max_receive_message_length": maxReceiveMessageBytes };
}

function keepaliveOptions({ keepalive }: GrpcOptions, end: "client" | "server"): ChannelOptions {
  if (keepalive === null) return {};
  const { timeMs, timeoutMs, permitWithoutCalls, from = "client" } = keepalive;
  if (from !== "both" && from !== end) return {};
  return {
    "grpc.keepalive_time_ms": timeMs,
    ...(timeoutMs === undefined ? {} : { "grpc.keepalive_timeout_ms": timeoutMs }),
    ...(permitWithoutCalls ? { "grpc.keepalive_permit_without_calls": 1 } : {}),
  };
}
