import type { Adapter, Link, LinkContext } from "../adapter/contract.js";
import { frameLimit } from "../codec/codec.js";
import { type Frame, wholeFrame } from "../codec/frame.js";
import { codecOf } from "../adapter/define-adapter.js";
import { messageOf } from "../failure/wireduel-error.js";
import { soon } from "./waiting.js";

/** A sender's link whose other end the suite does not hold. */
export interface LooseEnd {
  readonly link: Link;
  readonly life: AbortController;
  readonly replies: Uint8Array[];
  send(frame: Frame): void;
}

/** What a dialling sender is told. */
export function diallingContext(
  adapter: Adapter,
  signal: AbortSignal,
  replies: Uint8Array[] = [],
): LinkContext {
  const codec = codecOf(adapter);
  return {
    role: "sender",
    codec: { name: codec.name, text: codec.text ?? false },
    limits: { maxFrameBytes: frameLimit(codec, 2 ** 20) },
    signal,
    onFrame(frame) {
      replies.push(wholeFrame(frame));
      return undefined;
    },
  };
}

/** Dials `url` as a sender. */
export async function dialLooseEnd(adapter: Adapter, url: string): Promise<LooseEnd> {
  const life = new AbortController();
  const replies: Uint8Array[] = [];
  const link = await soon(adapter.dial({ url }, diallingContext(adapter, life.signal, replies)), "dial");
  return {
    link,
    life,
    replies,
    send(frame) {
      try {
        link.send(frame)?.catch(() => {});
      } catch (error) {
        throw new Error(`send threw on a link that is gone: ${messageOf(error)}`, { cause: error });
      }
    },
  };
}
