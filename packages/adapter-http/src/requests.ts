import type { Socket } from "node:net";
import type { DialContext, Frame, JsonObject } from "@wireduel/core/adapter";

/** The requests of one connection. */
export interface Requests {
  readonly socket: Socket;
  /**
   * Posts a frame. What the response has goes to `onReply`.
   * @param done called once. With an error if the request failed.
   */
  post(frame: Frame, done: (error?: Error) => void): void;
  /** Shows the secret. No payload. */
  hello(link: string): Promise<void>;
  /**
   * Gets a response that goes on. Resolves when its head has come.
   * @param accept the content type that it must have
   * @param reader gets its body, until the connection closes
   */
  stream(link: string, accept: string, reader: StreamReader): Promise<Flow>;
  /** Whether the connection has closed, or closes. */
  readonly lost: boolean;
  /** What was negotiated. */
  settings(): JsonObject;
  destroy(): void;
}

/** Reads a response that goes on. */
export interface StreamReader {
  onChunk(chunk: Buffer): void;
  /** Called once. With an error if it did not end as HTTP says. */
  onEnd(error?: Error): void;
}

/** Stops a response for some time. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** What the requests of a connection need of their link. */
export interface RequestsContext extends Pick<DialContext, "secret" | "limits"> {
  /** Of what is posted. */
  readonly contentType: string;
  /** Called with each reply, unless the link has closed. */
  onReply(reply: Uint8Array | Frame): void;
}

/** The error of a request that was not answered with 200. */
export function unexpectedStatus(status: number | undefined): Error {
  return new Error(
    status === undefined ? "the request got no answer" : `the request was answered with ${status}`,
  );
}

/** The error of a response that is not the stream that was asked for. */
export function unexpectedType(type: unknown, wanted: string): Error {
  return new Error(`a stream of ${wanted} was expected, and not of ${String(type)}`);
}
