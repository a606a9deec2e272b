// What the body of a push consists of: the stream of its frames.
import { type EndContext, type Frame, frameBytes, lengthPrefix, splitFrames } from "@wireduel/core/adapter";
import { EVENT_STREAM, eventOf, readEvents } from "./event-stream.js";
import { contentTypeOf, partsToWrite } from "./message.js";

/** How frames follow each other in a stream. */
export interface StreamForm {
  /** As settings and notes name it. */
  readonly name: "server-sent events" | "length-prefixed frames";
  readonly contentType: string;
  /** The bytes of a frame, in parts. Throws if this form cannot carry it. */
  write(frame: Frame): Frame;
  /**
   * Reads a stream: call it with each chunk.
   * @returns a function that throws a RangeError for a frame of more than `maxFrameBytes`
   */
  read(maxFrameBytes: number, onFrame: (frame: Uint8Array) => void): (chunk: Uint8Array) => void;
}

/** The form of a codec: events if its frames are text. */
export function formOf(codec: EndContext["codec"]): StreamForm {
  if (codec.text) {
    return { name: "server-sent events", contentType: EVENT_STREAM, write: eventOf, read: readEvents };
  }
  return {
    name: "length-prefixed frames",
    contentType: contentTypeOf(codec),
    write: prefixed,
    read: splitFrames,
  };
}

/** A frame behind its length. */
export function prefixed(frame: Frame): Frame {
  const bytes = frameBytes(frame);
  const prefix = lengthPrefix(bytes);
  return partsToWrite([prefix, ...frame], prefix.length + bytes);
}
