import { type OptionKinds, option, type TunedOptions } from "@wireduel/core/adapter";
import { DEFAULT_WINDOW_BYTES } from "./server-options.js";

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
}

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
};

export const grpcOptions: OptionKinds<GrpcOptions> = {
  call: option.oneOf("bidi", ["bidi", "unary"]),
  windowBytes: option.integer(DEFAULT_WINDOW_BYTES, { min: DEFAULT_WINDOW_BYTES, max: 2 ** 31 - 1 }),
};
