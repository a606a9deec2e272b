import {
  type Direction,
  formatBytes,
  invalidOption,
  type LabelTexts,
  type OptionHelp,
  type OptionKinds,
  option,
  type TunedOptions,
} from "@wireduel/core/adapter";
import { type MetadataOption, metadata } from "./metadata.js";
import { channelOptions, type PassedOptions } from "./pass-through.js";

/** Options of `grpc()`. */
export interface GrpcOptions {
  /** One stream for all payloads (`bidi`), or one call for each (`unary`). Default: `bidi`. */
  call: "bidi" | "unary";
  /**
   * The HTTP/2 flow-control window in bytes, of each stream and of the connection, at both ends. A sender may
   * send this many bytes before the receiver must send a window update. 65,535 to 2^31 - 1. Default: 65,535,
   * as in HTTP/2.
   */
  windowBytes: number;
  /**
   * The largest message that an end receives, in bytes. grpc-js refuses a larger one with RESOURCE_EXHAUSTED.
   * 1 to 2^31 - 1. Default: 4 MiB, as in grpc-js.
   */
  maxReceiveMessageBytes: number;
  /**
   * Whether both processes keep the memory of large messages for the next ones. Default: false, like glibc in
   * a new process: it gives memory back to the kernel, and each page that it takes again is a page fault. It
   * is a setting of the whole process, and stays set. No effect with another allocator.
   */
  keepMemory: boolean;
  /** HTTP/2 pings that find out whether the other end still answers. Default: null, none. */
  keepalive: Keepalive | null;
  /**
   * How a client compresses its messages. Default: `identity`, not at all. A server of grpc-js never
   * compresses. So payloads are compressed in an upload, replies are not, and a push refuses the option.
   */
  compression: "identity" | "deflate" | "gzip";
  /** What each call carries beside its message: text by key. Results contain it. Default: nothing. */
  metadata: MetadataOption;
  /** Other options of grpc-js, by their own names, for both ends. Default: none. */
  channelOptions: PassedOptions;
}

/** When an end pings the other one. What is left out is what grpc-js does by itself. */
export interface Keepalive {
  /** How long after the last ping, in milliseconds. 1 to 2^31 - 1. */
  timeMs: number;
  /** How long the answer may take, in milliseconds. After that, the connection closes. grpc-js: 20,000. */
  timeoutMs?: number | undefined;
  /** Whether a client also pings while it has no call. grpc-js: false. */
  permitWithoutCalls?: boolean | undefined;
  /** Who pings. Default: `client`. */
  from?: "client" | "server" | "both" | undefined;
}

/** HTTP/2's default window (RFC 9113, section 6.9.2). grpc-js does not change it. */
export const DEFAULT_WINDOW_BYTES = 65_535;
/** grpc-js's own default of `grpc.max_receive_message_length`. */
export const DEFAULT_MAX_RECEIVE_BYTES: number = 4 * 2 ** 20;
/** Larger than any message of a run. */
const MOST_RECEIVE_BYTES = 2 ** 31 - 1;

const WIDE_WINDOW_BYTES = 16 * 2 ** 20;

export const tunedGrpcOptions: TunedOptions<GrpcOptions> = {
  codec: {
    value: "protobuf-parts",
    reason: "the same messages, byte for byte, but the payload is copied only once, into grpc-js's frame",
  },
  windowBytes: {
    value: WIDE_WINDOW_BYTES,
    reason: "a large payload need not wait for a window update after every 64 KiB",
  },
  maxReceiveMessageBytes: {
    value: MOST_RECEIVE_BYTES,
    reason: "messages of more than 4 MiB are received too",
  },
  keepMemory: {
    value: true,
    reason:
      "memory of large messages stays with the process, so that the next ones cause no page faults (glibc)",
  },
};

const timerMs = option.integer(1, { min: 1, max: 2 ** 31 - 1 });

export const grpcOptions: OptionKinds<GrpcOptions> = {
  call: option.oneOf("bidi", ["bidi", "unary"]),
  windowBytes: option.integer(DEFAULT_WINDOW_BYTES, { min: DEFAULT_WINDOW_BYTES, max: 2 ** 31 - 1 }),
  maxReceiveMessageBytes: option.integer(DEFAULT_MAX_RECEIVE_BYTES, { min: 1, max: MOST_RECEIVE_BYTES }),
  keepMemory: option.flag(false),
  keepalive: option.object<Keepalive>({
    timeMs: option.required(timerMs),
    timeoutMs: option.optional(timerMs),
    permitWithoutCalls: option.optional(option.flag(false)),
    from: option.optional(option.oneOf("client", ["client", "server", "both"])),
  }),
  compression: option.oneOf("identity", ["identity", "deflate", "gzip"]),
  metadata,
  channelOptions,
};

export const grpcHelp: OptionHelp<GrpcOptions> = {
  call: "One stream for all payloads (`bidi`), or one call for each (`unary`).",
  windowBytes: "The HTTP/2 flow-control window in bytes, of each stream and of the connection, at both ends.",
  maxReceiveMessageBytes: "The largest message that an end receives, in bytes.",
  keepMemory: "Whether both processes keep the memory of large messages for the next ones.",
  keepalive: "HTTP/2 pings that find out whether the other end still answers.",
  compression: "How a client compresses its messages.",
  metadata: "What each call carries beside its message: text by key.",
  channelOptions: "Other options of grpc-js, by their own names, for both ends.",
};

/** Refuses options that would have no effect in this direction. */
export function checkGrpcOptions(
  { call, compression }: GrpcOptions,
  { direction }: { readonly direction: Direction },
): void {
  if (direction !== "push") return;
  if (call === "unary") {
    throw invalidOption(
      "grpc.direction",
      '"upload" with unary calls, because a server cannot call',
      direction,
    );
  }
  if (compression !== "identity") {
    const wanted = '"identity" in a push, because the server of grpc-js never compresses what it sends';
    throw invalidOption("grpc.compression", wanted, compression);
  }
}

export const grpcLabels: LabelTexts<GrpcOptions> = {
  call: (call) => call,
  windowBytes: (bytes) => `${formatBytes(bytes)} windows`,
  maxReceiveMessageBytes: (bytes) => `messages up to ${formatBytes(bytes)}`,
  keepMemory: (kept) => (kept ? "kept memory" : "memory not kept"),
  keepalive: (given) => keepaliveInWords(given),
  compression: (algorithm) => algorithm,
  metadata: (given) => `metadata ${pairs(given, "=").join(" + ")}`,
  channelOptions: (given) => pairs(given, " ").join(", "),
};

/** How many characters of a value are in a label. */
const MOST_SHOWN = 24;

function pairs(given: Readonly<Record<string, string | number>>, between: string): string[] {
  return Object.entries(given).map(([name, value]) => {
    const text = String(value);
    const short = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
    return name + between + short;
  });
}

function keepaliveInWords(keepalive: Keepalive | null): string {
  if (keepalive === null) return "no keepalive";
  const { timeMs, timeoutMs, permitWithoutCalls, from } = keepalive;
  const more = [
    timeoutMs === undefined ? undefined : `timeout ${timeoutMs} ms`,
    permitWithoutCalls ? "without calls" : undefined,
    from === undefined ? undefined : `from ${from}`,
  ];
  return [`keepalive ${timeMs} ms`, ...more.filter((one) => one !== undefined)].join(" ");
}
