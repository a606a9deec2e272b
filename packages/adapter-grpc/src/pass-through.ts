// The option `channelOptions`: grpc-js's own options, by their own names.
import { invalidOption, type Kind, type OptionKind, option } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";

/** Options of grpc-js that Wireduel passes on, by name. */
export type PassedOptions = Readonly<Record<string, string | number>>;

const flag = option.integer(0, { min: 0, max: 1 });
const amount = option.integer(0, { min: 0, max: 2 ** 31 - 1 });
const limit = option.integer(0, { min: -1, max: 2 ** 31 - 1 });
const authority = option.text(
  "localhost",
  /^([\w.-]{1,255}|\[[\da-fA-F:.]+\])(:\d{1,5})?$/,
  "a host in ASCII, with or without a port",
);
const userAgent = option.text(
  "wireduel",
  /^[!-~]([ -~]{0,998}[!-~])?$/,
  "1 to 1,000 printable ASCII characters, without spaces around them",
);

/** Only grpc-js knows what it accepts. It says so when a channel is made. Nothing is dialled. */
const serviceConfig: OptionKind<string> = {
  default: "{}",
  parse(name, value) {
    const given = option.text("{}").parse(name, value);
    try {
      const { credentials, Channel } = grpcJs;
      new Channel("localhost", credentials.createInsecure(), { "grpc.service_config": given }).close();
    } catch (error) {
      const [why] = (error as Error).message.split("\n");
      throw invalidOption(name, `a service config in JSON (grpc-js: ${why})`, given);
    }
    return given;
  },
};

/** What is passed on. grpc-js ignores names that it does not know, so each name is checked. */
const PASSED: Readonly<Record<string, OptionKind<string | number>>> = {
  "grpc.default_authority": authority,
  "grpc.dns_min_time_between_resolutions_ms": amount,
  "grpc.enable_channelz": flag,
  "grpc.enable_retries": flag,
  "grpc.initial_reconnect_backoff_ms": amount,
  "grpc.lb.ring_hash.ring_size_cap": amount,
  "grpc.max_concurrent_streams": option.integer(1, { min: 1, max: 2 ** 31 - 1 }),
  "grpc.max_connection_age_grace_ms": amount,
  "grpc.max_connection_age_ms": amount,
  "grpc.max_connection_idle_ms": amount,
  "grpc.max_reconnect_backoff_ms": amount,
  "grpc.max_send_message_length": limit,
  "grpc.per_rpc_retry_buffer_size": amount,
  "grpc.primary_user_agent": userAgent,
  "grpc.retry_buffer_size": amount,
  "grpc.secondary_user_agent": userAgent,
  "grpc.server_call_metric_recording": flag,
  "grpc.service_config": serviceConfig,
  "grpc.service_config_disable_resolution": flag,
  "grpc-node.max_session_memory": amount,
  "grpc-node.retry_max_attempts_limit": amount,
  "grpc-node.tls_enable_trace": flag,
};

/** What has an option of its own, or belongs to Wireduel. */
const NOT_PASSED: Readonly<Record<string, string>> = {
  "grpc.default_compression_algorithm": "the option `compression` sets it",
  "grpc.keepalive_permit_without_calls": "the option `keepalive` sets it",
  "grpc.keepalive_time_ms": "the option `keepalive` sets it",
  "grpc.keepalive_timeout_ms": "the option `keepalive` sets it",
  "grpc.max_receive_message_length": "the option `maxReceiveMessageBytes` sets it",
  "grpc-node.flow_control_window": "the option `windowBytes` sets it",
  "grpc.ssl_target_name_override": "`tls.servername` sets it",
  "grpc.client_idle_timeout_ms": "a connection of a run never becomes idle",
  "grpc.use_local_subchannel_pool": "each connection of a run is a TCP connection of its own",
  "grpc.enable_http_proxy": "a run never uses a proxy",
  "grpc.http_connect_target": "a run never uses a proxy",
  "grpc.http_connect_creds": "a run never uses a proxy",
};

/** The names of all options that this version of the adapter knows. */
export const knownChannelOptions: readonly string[] = [...Object.keys(PASSED), ...Object.keys(NOT_PASSED)];

const fields = Object.fromEntries(
  Object.entries(PASSED).map(([name, kind]) => [name, option.optional(kind)]),
) as Record<string, Kind<string | number>>;
const passed = option.required(option.object<PassedOptions>(fields));

const entries = option.record<unknown>({ parse: (_, value) => value });

export const channelOptions: OptionKind<PassedOptions> = {
  default: {},
  schema: { type: "object", additionalProperties: { type: ["string", "number"] } },
  parse(name, value) {
    const given = entries.parse(name, value);
    for (const [key, one] of Object.entries(given)) {
      const place = `${name}["${key}"]`;
      if (Object.hasOwn(NOT_PASSED, key)) {
        throw invalidOption(place, `left out, because ${NOT_PASSED[key]}`, one);
      }
      if (Object.hasOwn(PASSED, key)) PASSED[key]?.parse(place, one);
    }
    // Refuses unknown names.
    return passed.parse(name, given);
  },
};
