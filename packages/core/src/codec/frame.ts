/**
 * One message as an adapter moves it: parts that travel as one message, in order, so that a header can stand
 * before a payload that is never copied. Never kept after the send, never changed.
 */
export type Frame = readonly Uint8Array[];

/** The number of bytes in all parts of a frame. */
export function frameBytes(frame: Frame): number {
  let bytes = 0;
  for (const part of frame) bytes += part.byteLength;
  return bytes;
}

/** A frame that came: its bytes, put together where it came in parts. */
export function wholeFrame(frame: Uint8Array | Frame): Uint8Array {
  return frame instanceof Uint8Array ? frame : joinFrame(frame);
}

/** All parts of a frame in one buffer: the part itself if there is but one, else a copy. */
export function joinFrame(frame: Frame): Uint8Array {
  if (frame.length === 1) return frame[0] as Uint8Array;
  const joined = Buffer.allocUnsafe(frameBytes(frame));
  copyFrame(frame, joined);
  return joined;
}

/** Copies all parts of a frame behind each other, from `start` (default 0) on. Returns where the next byte goes. */
export function copyFrame(frame: Frame, target: Uint8Array, start = 0): number {
  let at = start;
  for (const part of frame) {
    target.set(part, at);
    at += part.byteLength;
  }
  return at;
}
