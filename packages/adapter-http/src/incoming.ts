// A request as the listening end sees it, in both versions.
import type { IncomingHttpHeaders } from "node:http";
import type { Readable, Writable } from "node:stream";
import type { Frame } from "@wireduel/core/adapter";

/** A connection of the listening end. */
export interface Connection {
  /** Whether it has carried a payload, or receipts. */
  carries: boolean;
  destroy(): void;
  /** Called once, with the error if there was one. */
  onClose(run: (reason: unknown) => void): void;
}

/** An answer without a frame. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A request whose head has come. Exactly one of its methods that answer is called. */
export interface Incoming {
  readonly connection: Connection;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
  /** Whether the body has ended before it was whole. */
  readonly cut: boolean;
  /** Its connection is not limited as that of a stranger any more. */
  admit(): void;
  /** Answers with 200 and a whole body. */
  reply(contentType: string, body: Frame): void;
  /** Answers with 200 and a body that goes on. */
  stream(contentType: string): Writable;
  /** Answers with 204. */
  shown(): void;
  /** Answers that it is not taken. Its body is not read. */
  refuse(answer: Answer): void;
}

/** What a listening end does with each request. */
export type TakeRequest = (request: Incoming) => void;
