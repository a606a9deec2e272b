const PREFIX_BYTES = 4;

/** A frame's length as it stands before the frame on a stream: four bytes, big-endian. */
export function lengthPrefix(frameBytes: number): Uint8Array {
  const prefix = Buffer.allocUnsafe(PREFIX_BYTES);
  prefix.writeUInt32BE(frameBytes);
  return prefix;
}

/**
 * Cuts a byte stream into frames that each stand behind a `lengthPrefix`, for protocols that have no messages of their
 * own. Feed it every chunk as it comes; `onFrame` gets each whole frame at once, as a buffer that nothing writes to again.
 * A frame that came in one chunk is a view of it; one that came in several is put together once.
 *
 * @throws RangeError from the returned function, for a frame of more than `maxFrameBytes`: close the link then
 */
export function splitFrames(
  maxFrameBytes: number,
  onFrame: (frame: Uint8Array) => void,
): (chunk: Uint8Array) => void {
  let prefixFill = 0;
  let length = 0;
  let frame: Buffer | undefined;
  let frameFill = 0;

  return (chunk) => {
    let at = 0;
    while (at < chunk.byteLength) {
      if (prefixFill < PREFIX_BYTES) {
        length = length * 256 + (chunk[at++] as number);
        if (++prefixFill < PREFIX_BYTES) continue;
        if (length > maxFrameBytes) {
          throw new RangeError(`a frame of ${length} bytes came, the limit is ${maxFrameBytes}`);
        }
        frame = undefined;
        frameFill = 0;
      }
      const missing = length - frameFill;
      const available = chunk.byteLength - at;
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

  function finish(whole: Uint8Array): void {
    prefixFill = 0;
    length = 0;
    frame = undefined;
    onFrame(whole);
  }
}
