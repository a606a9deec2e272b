import type { Socket } from "node:net";
import type { DialContext, Frame, JsonObject } from "@wireduel/core/adapter";

/** The requests of one connection. */
export interface Requests {
  readonly socket: Socket;
  /**
   * Posts a frame. The reply goes to `onFrame` of the link.
   * @param done called once. With an error if the request failed.
   */
  post(frame: Frame, done: (error?: Error) => void): void;
  /** Shows the secret. No payload. */
  hello(link: string): Promise<void>;
  /** What was negotiated. */
  settings(): JsonObject;
  destroy(): void;
}

/** What the requests of a connection need of their link. */
export interface RequestsContext extends Pick<DialContext, "secret" | "limits"> {
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
