// The listening end of a push: a GET opens the stream of frames, and each POST brings receipts.
import { type ListenContext, splitFrames } from "@wireduel/core/adapter";
import { NOT_ALLOWED, NOT_FOUND, tooLarge, UNAUTHORIZED, wrongType } from "./answers.js";
import type { Answer, TakeRequest } from "./incoming.js";
import { LINK_HEADER, mediaTypeIn, PATH, RECEIPTS_TYPE, SECRET_HEADER } from "./message.js";
import { PushedLinks } from "./pushed-links.js";
import { PushCounts } from "./reuse.js";
import type { Served } from "./serve.js";
import { formOf } from "./stream-form.js";

const NO_STREAM: Answer = {
  status: 409,
  text: "no open stream belongs to these receipts: both need the same header wireduel-link, or one connection",
};
const HAS_STREAM: Answer = { status: 409, text: "the stream of this wireduel-link is open already" };
const WRONG_TYPE = wrongType(RECEIPTS_TYPE);

/** Pushes frames to whoever asks for them with the secret. */
export function pushFrames(context: ListenContext): Served {
  const form = formOf(context.codec);
  const links = new PushedLinks(context, form);
  const counts = new PushCounts(form.name);
  const { maxFrameBytes } = context.limits;
  const large = tooLarge(context);

  const take: TakeRequest = (request) => {
    const { connection, method, path, headers, body } = request;
    const { [SECRET_HEADER]: secret, [LINK_HEADER]: given } = headers;
    if (typeof secret !== "string") return request.refuse(UNAUTHORIZED);
    const name = typeof given === "string" ? given : undefined;
    const link = links.find(connection, secret, name);
    if (link === undefined && method !== "GET" && !context.admits(secret))
      return request.refuse(UNAUTHORIZED);
    if (path !== PATH) return request.refuse(NOT_FOUND);

    if (method === "GET") {
      if (link !== undefined) return request.refuse(HAS_STREAM);
      const start = () => {
        request.admit();
        body.resume();
        counts.stream(connection);
        return request.stream(form.contentType);
      };
      if (!links.open(connection, secret, name, start)) request.refuse(UNAUTHORIZED);
      return;
    }
    if (method === "HEAD" || method === "OPTIONS") {
      // What waits for a stream is limited until it has one.
      if (link !== undefined) {
        request.admit();
        links.join(connection, link);
      }
      return request.shown();
    }
    if (method !== "POST") return request.refuse(NOT_ALLOWED);
    if (link === undefined) return request.refuse(NO_STREAM);
    if (mediaTypeIn(headers["content-type"]) !== RECEIPTS_TYPE) return request.refuse(WRONG_TYPE);
    request.admit();
    links.join(connection, link);
    let receipts = 0;
    const split = splitFrames(maxFrameBytes, (receipt) => {
      receipts++;
      if (link.isOpen) link.onFrame(receipt);
    });
    body.on("data", (chunk: Buffer) => {
      try {
        split(chunk);
      } catch (error) {
        request.refuse(large);
        link.fail(error as Error);
      }
    });
    body.on("end", () => {
      if (request.cut || !link.isOpen) return;
      counts.receipts(connection, receipts);
      request.reply(RECEIPTS_TYPE, []);
    });
  };

  return { take, describe: () => counts.describe(), close: () => links.close() };
}
