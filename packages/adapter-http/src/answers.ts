// How the listening end answers requests, in both versions.
import type { IncomingHttpHeaders } from "node:http";
import type { ListenContext } from "@wireduel/core/adapter";
import type { AcceptedLink, AcceptedLinks, Connection } from "./accepted-links.js";
import { contentTypeOf, hasContentType, PATH } from "./message.js";

/** A request that is not a payload, and its answer. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

const UNAUTHORIZED: Answer = {
  status: 401,
  text: "the header wireduel-secret must have the secret of the session",
};
const NOT_FOUND: Answer = { status: 404, text: `the only path is ${PATH}` };
const NOT_ALLOWED: Answer = { status: 405, text: "only POST carries a frame" };
/** Shows the secret. */
const SHOWN: Answer = { status: 204, text: "" };

/** What a listening end does with the head of a request. */
export interface Head {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** The answer to a frame of more bytes than the limit. */
export function tooLarge({ limits }: ListenContext): Answer {
  return { status: 413, text: `a frame has at most ${limits.maxFrameBytes} bytes` };
}

/** Decides what to do with a request before its body is read: its link if it carries a frame, else the answer. */
export function admitter(
  context: ListenContext,
  links: AcceptedLinks,
): (connection: Connection, head: Head) => AcceptedLink | Answer {
  const { codec, limits } = context;
  const wrongType: Answer = { status: 415, text: `the content type must be that of the codec ${codec.name}` };
  const large = tooLarge(context);
  /** The content type that was right the last time. */
  let rightType = contentTypeOf(codec);
  return (connection, { method, path, headers }) => {
    const link = links.linkOf(connection, headers);
    if (link === undefined) return UNAUTHORIZED;
    if (path !== PATH) return NOT_FOUND;
    if (method !== "POST") return method === "GET" || method === "HEAD" ? SHOWN : NOT_ALLOWED;
    const type = headers["content-type"];
    if (type !== rightType) {
      if (type === undefined || !hasContentType(type, codec)) return wrongType;
      rightType = type;
    }
    return Number(headers["content-length"]) > limits.maxFrameBytes ? large : link;
  };
}

/** Whether it is an answer, not a link. */
export function isAnswer(decided: AcceptedLink | Answer): decided is Answer {
  return "status" in decided;
}
