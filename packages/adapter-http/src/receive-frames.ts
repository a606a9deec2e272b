// The listening end of an upload: each POST carries a frame, and its response is the reply.
import type { ListenContext } from "@wireduel/core/adapter";
import { AcceptedLinks } from "./accepted-links.js";
import { NOT_ALLOWED, NOT_FOUND, tooLarge, UNAUTHORIZED, wrongType } from "./answers.js";
import { Body } from "./body.js";
import type { TakeRequest } from "./incoming.js";
import { contentTypeOf, hasContentType, PATH } from "./message.js";
import { Reuse } from "./reuse.js";
import type { Served } from "./serve.js";

/** Methods that only show the secret. They are never counted as payloads. */
const SHOWING = new Set<string | undefined>(["GET", "HEAD", "OPTIONS"]);

/** Takes the frames that are posted. */
export function receiveFrames(context: ListenContext): Served {
  const { codec, limits } = context;
  const { maxFrameBytes } = limits;
  const links = new AcceptedLinks(context);
  const reuse = new Reuse();
  const contentType = contentTypeOf(codec);
  const wrong = wrongType(`that of the codec ${codec.name}`);
  const large = tooLarge(context);
  /** The content type that was right the last time. */
  let rightType = contentType;

  const take: TakeRequest = (request) => {
    const { connection, method, path, headers, body } = request;
    const link = links.linkOf(connection, headers);
    if (link === undefined) return request.refuse(UNAUTHORIZED);
    if (path !== PATH) return request.refuse(NOT_FOUND);
    if (method !== "POST" && !SHOWING.has(method)) return request.refuse(NOT_ALLOWED);
    if (!connection.carries) request.admit();
    if (method !== "POST") return request.shown();
    const type = headers["content-type"];
    if (type !== rightType) {
      if (type === undefined || !hasContentType(type, codec)) return request.refuse(wrong);
      rightType = type;
    }
    const arrived = new Body(Number(headers["content-length"]), maxFrameBytes);
    if (arrived.tooLarge) return request.refuse(large);
    body.on("data", (chunk: Buffer) => {
      arrived.add(chunk);
      if (arrived.tooLarge) request.refuse(large);
    });
    body.on("end", () => {
      if (arrived.tooLarge || !link.isOpen || request.cut) return;
      const reply = link.onFrame(arrived.end()) ?? [];
      reuse.count(!connection.carries);
      connection.carries = true;
      request.reply(contentType, reply);
    });
  };

  return { take, describe: () => reuse.describe(), close: () => links.close() };
}
