// What requests and responses have in common in both versions.
import { type EndContext, type Frame, joinFrame } from "@wireduel/core/adapter";

/** The header of each request that has the session's secret. */
export const SECRET_HEADER = "wireduel-secret";
/**
 * The header of a request that opens a connection: connections with the same value are one link. In a push, also of requests that
 * bring receipts for a stream of another connection.
 */
export const LINK_HEADER = "wireduel-link";
/** The path of all requests. */
export const PATH = "/";

/** The media type of the receipts of a push: each behind its length. */
export const RECEIPTS_TYPE = "application/octet-stream";

/** Up to this size, copying a frame costs less than a write for each part. */
const JOIN_UP_TO_BYTES = 16 * 1024;

/** The content type of a codec's frames. */
export function contentTypeOf({ name, text }: EndContext["codec"]): string {
  return `${mediaTypeOf({ name, text })}; codec="${name}"`;
}

function mediaTypeOf({ name, text }: EndContext["codec"]): string {
  if (!text) return "application/octet-stream";
  return name.startsWith("json") ? "application/json" : "text/plain";
}

/** Whether a request's content type is that of a codec, with or without its name. */
export function hasContentType(given: string, codec: EndContext["codec"]): boolean {
  const [mediaType, ...parameters] = given
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (mediaType !== mediaTypeOf(codec)) return false;
  const named = parameters.find((parameter) => parameter.startsWith("codec="));
  return named === undefined || named.slice("codec=".length).replaceAll('"', "") === codec.name.toLowerCase();
}

/** The media type of a content type, without its parameters. */
export function mediaTypeIn(contentType: string | undefined): string | undefined {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase();
}

/** The parts of a frame that are written one after the other. Those of a small frame are joined. */
export function partsToWrite(frame: Frame, bytes: number): Frame {
  return frame.length === 1 || bytes > JOIN_UP_TO_BYTES ? frame : [joinFrame(frame)];
}

/** What the body of a request or of a response was, without copying it. */
export function bodyOf(chunks: readonly Uint8Array[]): Uint8Array | Frame {
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : chunks;
}
