import {
  type Adapter,
  joinFrame,
  type Link,
  type LinkContext,
  type ListenContext,
} from "@wireduel/core/adapter";

/** What becomes of one frame: the frames that pass on instead of it. Frames are counted for each link, and links, from 0. */
export type FrameFault = (frame: Buffer, index: number, link: number) => readonly Uint8Array[];

/** What happens to the frames at the sender's end, between the library and core. */
export interface FrameFaults {
  /** Payloads, before the library sends them. */
  readonly payloads?: FrameFault;
  /** Replies, after the library has received them. */
  readonly replies?: FrameFault;
}

/**
 * An adapter that loses, doubles, reorders or damages whole frames at the sender's end. A proxy cannot: it would have to
 * understand the protocol. The sender must run in this process (one round), and the receiver can be any.
 */
export function harmFrames(adapter: Adapter, { payloads, replies }: FrameFaults): Adapter {
  const { protocol } = adapter;
  let links = 0;
  /** Opens a link whose frames meet the faults. */
  const harmed = (context: LinkContext) => {
    const number = links++;
    const onFrame = replies ? eachReply(context.onFrame, replies, number) : context.onFrame;
    return { onFrame, harm: (link: Link) => (payloads ? harmedLink(link, payloads, number) : link) };
  };
  return {
    ...adapter,
    protocol: {
      ...protocol,
      async dial(endpoint, context, options) {
        if (context.role !== "sender") return protocol.dial(endpoint, context, options);
        const { onFrame, harm } = harmed(context);
        return harm(await protocol.dial(endpoint, { ...context, onFrame }, options));
      },
      async listen(context, options) {
        const accept: ListenContext["accept"] = (open, secret) =>
          context.accept((link) => {
            const { onFrame, harm } = harmed(link);
            return harm(open({ ...link, onFrame }));
          }, secret);
        const listener = await protocol.listen?.(
          context.role === "sender" ? { ...context, accept } : context,
          options,
        );
        if (listener === undefined) throw new Error(`${protocol.name} does not listen`);
        return listener;
      },
    },
  };
}

function eachReply(onFrame: LinkContext["onFrame"], fault: FrameFault, link: number): LinkContext["onFrame"] {
  let index = 0;
  return (frame) => {
    const whole = Buffer.from(frame instanceof Uint8Array ? frame : joinFrame(frame));
    for (const one of fault(whole, index++, link)) onFrame(one);
    return undefined;
  };
}

function harmedLink(link: Link, fault: FrameFault, number: number): Link {
  let index = 0;
  return {
    closed: link.closed,
    close: () => link.close(),
    describe: () => link.describe?.() ?? {},
    async send(frame) {
      for (const one of fault(Buffer.from(joinFrame(frame)), index++, number)) await link.send([one]);
    },
  };
}
