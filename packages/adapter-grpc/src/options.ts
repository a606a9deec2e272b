import {
  formatBytes,
  type LabelTexts,
  type OptionKinds,
  option,
  type TunedOptions,
} from "@wireduel/core/adapter";

/** Options of `grpc()`. */
export interface GrpcOptions {
  /** `bidi` (the default): one stream for all payloads. `unary`: one call per payload. */
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

export const grpcOptions: OptionKinds<GrpcOptions> = {
  call: option.oneOf("bidi", ["bidi", "unary"]),
  windowBytes: option.integer(DEFAULT_WINDOW_BYTES, { min: DEFAULT_WINDOW_BYTES, max: 2 ** 31 - 1 }),
  maxReceiveMessageBytes: option.integer(DEFAULT_MAX_RECEIVE_BYTES, { min: 1, max: MOST_RECEIVE_BYTES }),
  keepMemory: option.flag(false),
};

export const grpcLabels: LabelTexts<GrpcOptions> = {
  call: (call) => call,
  windowBytes: (bytes) => `${formatBytes(bytes)} windows`,
  maxReceiveMessageBytes: (bytes) => `messages up to ${formatBytes(bytes)}`,
  keepMemory: (kept) => (kept ? "kept memory" : "memory not kept"),
};
