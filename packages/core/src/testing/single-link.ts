import type { Adapter, Link } from "../adapter/contract.js";
import type { Frame } from "../codec/frame.js";
import { messageOf } from "../failure/wireduel-error.js";
import { dial, senderContext } from "./open-ends.js";
import type { OpenInProcess } from "./open-in-process.js";
import { soon } from "./waiting.js";

/** A sender's link whose other end is in another process. */
export interface SingleLink {
  readonly link: Link;
  readonly replies: Uint8Array[];
  send(frame: Frame): void;
  /** Aborts the signal of the link. */
  abort(): void;
}

/** Dials an end in another process as a sender. */
export async function openSingleLink(
  adapter: Adapter,
  { url, secret }: Pick<OpenInProcess, "url" | "secret">,
): Promise<SingleLink> {
  const controller = new AbortController();
  const replies: Uint8Array[] = [];
  const context = senderContext(adapter, controller.signal, replies, secret);
  const link = await soon(dial(adapter, { url }, context), "dial");
  return {
    link,
    replies,
    send(frame) {
      try {
        link.send(frame)?.catch(() => {});
      } catch (error) {
        throw new Error(`send threw on a closed link: ${messageOf(error)}`, { cause: error });
      }
    },
    abort: () => controller.abort(),
  };
}
