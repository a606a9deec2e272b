import { copyFrame, type Frame, frameBytes } from "@wireduel/core";
import { asBuffer } from "./as-buffer.js";

/** What grpc-js uses of a message's Buffer once it is serialised, at either end. */
type Serialised = Pick<Buffer, "length" | "byteLength" | "copy">;

/**
 * A frame as grpc-js takes a message: a Buffer, of which it uses the length, and `copy` into a frame of its own. A frame in
 * parts does just that, so that they are copied once and never put together before.
 */
export function messageOf(frame: Frame): Buffer {
  const [only] = frame;
  if (frame.length === 1 && only) return asBuffer(only);
  return new Parts(frame) as Serialised as Buffer;
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
