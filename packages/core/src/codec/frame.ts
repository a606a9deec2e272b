import type { WireduelError } from "../failure/wireduel-error.js";
import { invalidOption } from "../options/kinds.js";

/**
 * The bytes of one message, in parts and in order. With parts, a header can precede a payload without a copy.
 * An adapter must send all parts as one message, and not keep them after the send. Nobody changes the bytes of
 * a frame: not the codec that made it, not the caller of `send`, not the adapter.
 */
export type Frame = readonly Uint8Array[];

/**
 * The number of bytes in all parts of a frame.
 * @throws WireduelError `INVALID_OPTION` if it is not a list of Uint8Arrays
 */
export function frameBytes(frame: Frame): number {
  if (!Array.isArray(frame)) throw notAFrame(frame);
  let bytes = 0;
  for (const part of frame as Frame) {
    if (!(part instanceof Uint8Array)) throw notAFrame(frame);
    // V8 reads `length` inline, but calls a function for `byteLength`. So it is `length` wherever each message comes by.
    bytes += part.length;
  }
  return bytes;
}

/** A received frame as one buffer. Joins the parts if it arrived in parts. */
export function wholeFrame(frame: Uint8Array | Frame): Uint8Array {
  return frame instanceof Uint8Array ? frame : joinFrame(frame);
}

/**
 * All parts of a frame in one buffer. A single part is returned without a copy.
 * @throws WireduelError `INVALID_OPTION` if it is not a list of Uint8Arrays
 */
export function joinFrame(frame: Frame): Uint8Array {
  const bytes = frameBytes(frame);
  if (frame.length === 1) return frame[0] as Uint8Array;
  const joined = Buffer.allocUnsafe(bytes);
  copyFrame(frame, joined);
  return joined;
}

/**
 * Copies all parts of a frame to `target`, from `start` (default 0) on. Returns the index after the last
 * byte.
 * @throws WireduelError `INVALID_OPTION` if the frame does not fit, or if an argument is of the wrong type
 */
export function copyFrame(frame: Frame, target: Uint8Array, start = 0): number {
  const bytes = frameBytes(frame);
  if (!(target instanceof Uint8Array)) throw invalidOption("target", "a Uint8Array", target);
  if (!Number.isInteger(start) || start < 0 || start + bytes > target.length) {
    throw invalidOption("start", `a place in \`target\` with room for ${bytes} bytes`, start);
  }
  let at = start;
  for (const part of frame) {
    target.set(part, at);
    at += part.length;
  }
  return at;
}

function notAFrame(value: unknown): WireduelError {
  return invalidOption("frame", "a list of Uint8Arrays", value);
}
