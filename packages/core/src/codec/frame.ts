/**
 * The bytes of one message, in parts and in order. With parts, a header can precede a payload without a copy.
 * An adapter must send all parts as one message. It must not change them, and not keep them after the send.
 */
export type Frame = readonly Uint8Array[];

/** The number of bytes in all parts of a frame. */
export function frameBytes(frame: Frame): number {
  let bytes = 0;
  for (const part of frame) bytes += part.byteLength;
  return bytes;
}

/** A received frame as one buffer. Joins the parts if it arrived in parts. */
export function wholeFrame(frame: Uint8Array | Frame): Uint8Array {
  return frame instanceof Uint8Array ? frame : joinFrame(frame);
}

/** All parts of a frame in one buffer. A single part is returned without a copy. */
export function joinFrame(frame: Frame): Uint8Array {
  if (frame.length === 1) return frame[0] as Uint8Array;
  const joined = Buffer.allocUnsafe(frameBytes(frame));
  copyFrame(frame, joined);
  return joined;
}

/**
 * Copies all parts of a frame to `target`, from `start` (default 0) on. Returns the index after the last
 * byte.
 */
export function copyFrame(frame: Frame, target: Uint8Array, start = 0): number {
  let at = start;
  for (const part of frame) {
    target.set(part, at);
    at += part.byteLength;
  }
  return at;
}
