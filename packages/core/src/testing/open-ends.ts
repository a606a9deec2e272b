import type {
  Adapter,
  DialContext,
  Endpoint,
  Link,
  LinkContext,
  ListenContext,
  Listener,
} from "../adapter/contract.js";
import { frameLimit } from "../codec/codec.js";
import { wholeFrame } from "../codec/frame.js";
import { SECRET } from "./admission.js";

const MAX_PAYLOAD_BYTES = 2 ** 20;

/** Listens with the adapter's options. Rejects if the protocol can only dial. */
export async function listen(
  { protocol, options }: Pick<Adapter, "protocol" | "options">,
  context: ListenContext,
): Promise<Listener> {
  if (protocol.listen === undefined) throw new Error(`${protocol.name} can only dial`);
  return protocol.listen(context, options);
}

/** Dials with the adapter's options. */
export function dial(
  { protocol, options }: Pick<Adapter, "protocol" | "options">,
  endpoint: Endpoint,
  context: DialContext,
): Promise<Link> {
  return protocol.dial(endpoint, context, options);
}

/**
 * The context of a sender's link with the adapter's codec. Replies are added to `replies`.
 * @param secret of the listening end
 */
export function senderContext(
  { codec }: Pick<Adapter, "codec">,
  signal: AbortSignal,
  replies: Uint8Array[] = [],
  secret: string = SECRET,
): LinkContext {
  return {
    role: "sender",
    codec: { name: codec.name, text: codec.text ?? false },
    limits: { maxFrameBytes: frameLimit(codec, MAX_PAYLOAD_BYTES) },
    signal,
    secret,
    onFrame(frame) {
      replies.push(wholeFrame(frame));
      return undefined;
    },
  };
}
