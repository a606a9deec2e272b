import { copyFrame, type Frame, frameBytes, joinFrame } from "@wireduel/core/adapter";
import type { GrpcOptions } from "./options.js";

/** The part of Buffer that grpc-js uses after a message is serialised. */
type Serialised = Pick<Buffer, "length" | "byteLength" | "copy">;

/** The same bytes as a Buffer, without a copy. grpc-js and protobufjs need a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A frame as a message for grpc-js, in one buffer. zlib needs that. */
function wholeMessageOf(frame: Frame): Buffer {
  return asBuffer(joinFrame(frame));
}

/**
 * A frame as a message for grpc-js without compression. Then grpc-js only uses a message's length, and its
 * `copy` into another buffer. A frame in several parts has just these, so its parts are copied once and need
 * not be joined.
 */
export function messageOf(frame: Frame): Buffer {
  const [only] = frame;
  if (frame.length === 1 && only) return asBuffer(only);
  return new Parts(frame) as Serialised as Buffer;
}

/** How a client makes messages. A server of grpc-js never compresses, so it uses `messageOf`. */
export function messagesOf({ compression }: Pick<GrpcOptions, "compression">): (frame: Frame) => Buffer {
  return compression === "identity" ? messageOf : wholeMessageOf;
}

class Parts implements Serialised {
  readonly length: number;
  readonly byteLength: number;
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
    this.byteLength = frameBytes(frame);
    this.length = this.byteLength;
  }

  copy(target: Uint8Array, targetStart = 0): number {
    copyFrame(this.#frame, target, targetStart);
    return this.byteLength;
  }
}
