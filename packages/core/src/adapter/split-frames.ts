import { readUint32 } from "../codec/uint32.js";
import { invalidOption } from "../options/kinds.js";

const PREFIX_BYTES = 4;
const MOST_FRAME_BYTES = 2 ** 32 - 1;

/**
 * The length prefix of a frame on a byte stream: four bytes, big-endian.
 * @throws WireduelError `INVALID_OPTION` if it is not an integer from 0 to 2^32 - 1
 */
export function lengthPrefix(frameBytes: number): Uint8Array {
  if (!(Number.isInteger(frameBytes) && frameBytes >= 0 && frameBytes <= MOST_FRAME_BYTES)) {
    throw invalidOption("frameBytes", `a whole number from 0 to ${MOST_FRAME_BYTES}`, frameBytes);
  }
  const prefix = Buffer.allocUnsafe(PREFIX_BYTES);
  prefix.writeUInt32BE(frameBytes);
  return prefix;
}

/**
 * Splits a byte stream into frames with a `lengthPrefix`, for protocols that have no messages. Call the
 * returned function with each chunk. It calls `onFrame` synchronously with each complete frame. A frame
 * within one chunk is a view of that chunk. A frame that spans several chunks is copied once.
 *
 * The returned function throws a RangeError for a frame of more than `maxFrameBytes`. Close the link then.
 * @throws WireduelError `INVALID_OPTION`
 */
export function splitFrames(
  maxFrameBytes: number,
  onFrame: (frame: Uint8Array) => void,
): (chunk: Uint8Array) => void {
  if (typeof maxFrameBytes !== "number" || !(maxFrameBytes >= 0)) {
    throw invalidOption("maxFrameBytes", "a number from 0", maxFrameBytes);
  }
  if (typeof onFrame !== "function") throw invalidOption("onFrame", "a function", onFrame);
  let prefixFill = 0;
  let length = 0;
  let frame: Buffer | undefined;
  let frameFill = 0;

  return (chunk) => {
    const { length: bytes } = chunk;
    let at = 0;
    while (at < bytes) {
      if (prefixFill === 0 && bytes - at > PREFIX_BYTES) {
        length = readUint32(chunk, at);
        prefixFill = PREFIX_BYTES;
        at += PREFIX_BYTES;
        begin();
      } else if (prefixFill < PREFIX_BYTES) {
        length = length * 256 + (chunk[at++] as number);
        if (++prefixFill < PREFIX_BYTES) continue;
        begin();
      }
      const missing = length - frameFill;
      const available = bytes - at;
      if (frame === undefined && available >= missing) {
        finish(chunk.subarray(at, at + missing));
        at += missing;
        continue;
      }
      frame ??= Buffer.allocUnsafeSlow(length);
      const taken = Math.min(missing, available);
      frame.set(chunk.subarray(at, at + taken), frameFill);
      frameFill += taken;
      at += taken;
      if (frameFill === length) finish(frame);
    }
  };

  /** The length of a frame is known. */
  function begin(): void {
    if (length > maxFrameBytes) {
      throw new RangeError(`a frame of ${length} bytes came, the limit is ${maxFrameBytes}`);
    }
    frame = undefined;
    frameFill = 0;
  }

  function finish(complete: Uint8Array): void {
    prefixFill = 0;
    length = 0;
    frame = undefined;
    onFrame(complete);
  }
}
