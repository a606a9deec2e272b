import { setMaxListeners } from "node:events";
import type { Adapter, Direction, Endpoint, Limits, LinkContext, Listener } from "../adapter/contract.js";
import type { Frame } from "../codec/frame.js";
import type { DialTls, ListenTls } from "../tls/link-tls.js";
import { admitting, SECRET } from "./admission.js";
import { dial, listen } from "./open-ends.js";
import { OpenLink } from "./open-link.js";
import { cleanUp, soon, until } from "./waiting.js";

/** Options of `openEnds`. */
export interface EndsOptions {
  /** Who listens. Default: `upload`. */
  readonly direction?: Direction;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  readonly limits?: Limits;
  readonly codec?: LinkContext["codec"];
  readonly tls?: { readonly listen?: ListenTls; readonly dial?: DialTls };
  /** The receiver's reply to a frame. Default: a copy of the frame. */
  readonly answer?: (frame: Uint8Array) => Frame | undefined;
}

/** What to dial. Default: the listening end, with the TLS options of `EndsOptions`. */
export interface DialOptions {
  readonly url?: string;
  readonly tls?: DialTls;
  /** The secret to present. Default: that of the listening end. */
  readonly secret?: string;
}

/** A listening end in this process, and links to it. Unlike in a pair, each end has its own signal. */
export interface Ends {
  readonly endpoint: Endpoint;
  readonly listener: Listener;
  /** Links that the listening end accepted, oldest first. */
  readonly accepted: readonly OpenLink[];
  /** The dialling ends of links, oldest first. */
  readonly dialled: readonly OpenLink[];
  /** What the listening end gave to `onError`. */
  readonly errors: readonly unknown[];
  /** Dials the listening end, or another URL. */
  dial(where?: DialOptions): Promise<OpenLink>;
  /** Dials, and resolves with the sender's end of the link: in a push, the accepted one. */
  connect(where?: DialOptions): Promise<OpenLink>;
  /** Aborts the signal of the listening end. */
  abort(): void;
  /** Closes the dialled links, then the listening end. */
  close(): Promise<void>;
}

const LIMITS: Limits = { maxFrameBytes: 16 * 2 ** 20 };

/** Opens a listening end of an adapter. */
export async function openEnds(adapter: Adapter, options: EndsOptions = {}): Promise<Ends> {
  const { direction = "upload", host = "127.0.0.1", port = 0, limits = LIMITS, tls = {} } = options;
  const { codec = { name: "raw", text: false }, answer = (frame) => [frame.slice()] } = options;
  const controller = new AbortController();
  // Like in core: each link adds a handler.
  setMaxListeners(0, controller.signal);
  const accepted: OpenLink[] = [];
  const dialled: OpenLink[] = [];
  const errors: unknown[] = [];
  const receiverListens = direction === "upload";

  const { signal } = controller;
  const role = receiverListens ? "receiver" : "sender";
  const listening = { role, codec, limits, secret: SECRET, signal } as const;
  const opening = listen(adapter, {
    ...listening,
    ...(tls.listen ? { tls: tls.listen } : {}),
    host,
    port,
    ...admitting(adapter, (open) => {
      const link = new OpenLink(controller, receiverListens ? answer : undefined);
      accepted.push(link.opened(open({ ...listening, onFrame: link.onFrame })));
    }),
    onError: (error) => errors.push(error),
  });
  const listener = await soon(opening, `listen on ${host}`);

  const dialOne: Ends["dial"] = async (where = {}) => {
    const { url = listener.endpoint.url, tls: dialTls = tls.dial, secret = SECRET } = where;
    const link = new OpenLink(new AbortController(), receiverListens ? undefined : answer);
    const { signal, onFrame } = link;
    const context = {
      role: receiverListens ? "sender" : "receiver",
      codec,
      limits,
      secret,
      signal,
      onFrame,
      ...(dialTls ? { tls: dialTls } : {}),
    } as const;
    try {
      link.opened(await soon(dial(adapter, { ...listener.endpoint, url }, context), `dial of ${url}`));
    } catch (error) {
      link.abort();
      throw error;
    }
    dialled.push(link);
    return link;
  };

  return {
    endpoint: listener.endpoint,
    listener,
    accepted,
    dialled,
    errors,
    dial: dialOne,
    async connect(where) {
      const before = accepted.length;
      const link = await dialOne(where);
      if (receiverListens) return link;
      await until(
        () => accepted.length > before,
        () => "a receiver dialled, but the listening end did not call `accept`",
      );
      return accepted[before] as OpenLink;
    },
    abort: () => controller.abort(),
    async close() {
      const closingLinks = Promise.all(dialled.map(({ link }) => link.close()));
      await soon(closingLinks, "close of the dialling end's links").finally(() => {
        for (const link of dialled) link.abort();
      });
      await soon(listener.close(), "close of the listening end").finally(() => controller.abort());
    },
  };
}

/** Opens a listening end, uses it, and always closes it. */
export async function withEnds(
  adapter: Adapter,
  options: EndsOptions,
  use: (ends: Ends) => Promise<void>,
): Promise<void> {
  const ends = await openEnds(adapter, options);
  let failed = true;
  try {
    await use(ends);
    failed = false;
  } finally {
    // If closing fails too, that must not hide the first error.
    await (failed ? cleanUp(ends.close()) : ends.close());
  }
}
