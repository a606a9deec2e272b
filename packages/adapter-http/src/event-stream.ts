// Server-sent events: an event for each frame, whose data is the frame. https://html.spec.whatwg.org/multipage/server-sent-events.html
import { StringDecoder } from "node:string_decoder";
import { type Frame, frameBytes, joinFrame } from "@wireduel/core/adapter";
import { eventSourceParser } from "./library.js";
import { partsToWrite } from "./message.js";

/** The content type of server-sent events. */
export const EVENT_STREAM = "text/event-stream";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const DATA = Buffer.from("data: ");
const NEXT_LINE = Buffer.from("\ndata: ");
const END = Buffer.from("\n\n");

/**
 * The event of a frame. Each line of the frame is a line of data.
 * @throws Error if it has a carriage return: in events, every line break arrives as a line feed
 */
export function eventOf(frame: Frame): Frame {
  const parts: Uint8Array[] = [DATA];
  for (const part of frame) {
    if (part.includes(CARRIAGE_RETURN)) {
      throw new Error("server-sent events cannot carry a frame with a carriage return");
    }
    let start = 0;
    for (let end = part.indexOf(LINE_FEED); end !== -1; end = part.indexOf(LINE_FEED, start)) {
      parts.push(part.subarray(start, end), NEXT_LINE);
      start = end + 1;
    }
    parts.push(start === 0 ? part : part.subarray(start));
  }
  parts.push(END);
  const hasLines = parts.length > frame.length + 2;
  // A copy costs less than a write for each line.
  return hasLines ? [joinFrame(parts)] : partsToWrite(parts, frameBytes(parts));
}

/** Calls `onFrame` with the data of each event. The returned function throws if data are larger than the limit. */
export function readEvents(
  maxFrameBytes: number,
  onFrame: (frame: Uint8Array) => void,
): (chunk: Uint8Array) => void {
  const tooLarge = () => new RangeError(`an event of more than ${maxFrameBytes} bytes came`);
  const decoder = new StringDecoder("utf8");
  let failure: Error | undefined;
  const parser = eventSourceParser.createParser({
    // In characters, of which no frame has more than bytes. A line has its field, too.
    maxBufferSize: maxFrameBytes + DATA.byteLength,
    onEvent({ data }) {
      const frame = Buffer.from(data);
      if (frame.length > maxFrameBytes) throw tooLarge();
      onFrame(frame);
    },
    onError({ type }) {
      // Other fields than those of the standard are ignored, as it says.
      if (type === "max-buffer-size-exceeded") failure = tooLarge();
    },
  });
  return (chunk) => {
    parser.feed(decoder.write(chunk as Buffer));
    if (failure) throw failure;
  };
}
