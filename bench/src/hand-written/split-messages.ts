/**
 * Cuts a stream into messages that each stand behind a prefix of `prefixBytes`, the last four of which are the length. A
 * message that came in one chunk is a view of it, another is put together once.
 */
export function splitMessages(
  prefixBytes: number,
  onMessage: (message: Buffer) => void,
): (chunk: Buffer) => void {
  let rest: Buffer | undefined;
  let message: Buffer | undefined;
  let fill = 0;
  return (chunk) => {
    let at = 0;
    if (message) {
      at = Math.min(chunk.length, message.length - fill);
      chunk.copy(message, fill, 0, at);
      fill += at;
      if (fill < message.length) return;
      const whole = message;
      message = undefined;
      onMessage(whole);
    }
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    rest = undefined;
    while (bytes.length - at >= prefixBytes) {
      const length = bytes.readUInt32BE(at + prefixBytes - 4);
      at += prefixBytes;
      if (bytes.length - at < length) {
        message = Buffer.allocUnsafeSlow(length);
        fill = bytes.copy(message, 0, at);
        return;
      }
      onMessage(bytes.subarray(at, at + length));
      at += length;
    }
    if (at < bytes.length) rest = bytes.subarray(at);
  };
}
