import { integer, type OptionKinds, oneOf, type TunedOptions } from "@wireduel/core";
import { DEFAULT_WINDOW_BYTES } from "./server-options.js";

/** Options of `grpc()`. */
export interface GrpcOptions {
  /** `bidi` (the default): one stream for all payloads. `unary`: one call for each. */
  call: "bidi" | "unary";
  /**
   * The HTTP/2 flow-control window of each stream and of the connection, at both ends. 65,535 (the default, and HTTP/2's)
   * to 2^31 - 1. A sender may have so much under way before the receiver must say that it read some.
   */
  windowBytes: number;
}

const WIDE_WINDOW_BYTES = 16 * 2 ** 20;

export const tunedGrpcOptions: TunedOptions<GrpcOptions> = {
  codec: {
    value: "protobuf-parts",
    reason:
      "the same messages, byte for byte, but the payload is copied once into grpc-js's frame, not twice",
  },
  windowBytes: {
    value: WIDE_WINDOW_BYTES,
    reason:
      "a payload need not wait for the receiver to say that it read the last 64 KiB, once for each 64 KiB",
  },
};

export const grpcOptions: OptionKinds<GrpcOptions> = {
  call: oneOf("bidi", ["bidi", "unary"]),
  windowBytes: integer(DEFAULT_WINDOW_BYTES, { min: DEFAULT_WINDOW_BYTES, max: 2 ** 31 - 1 }),
};
