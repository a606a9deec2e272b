import type { Adapter, Direction, Endpoint, Limits, Link, LinkContext, Listener } from "../adapter/contract.js";
import { type Frame, wholeFrame } from "../codec/frame.js";
import { messageOf } from "../failure/wireduel-error.js";
import { dialTls } from "../tls/dial-tls.js";
import type { DialTls, ListenTls } from "../tls/link-tls.js";
import { listenTls } from "../tls/listen-tls.js";
import { makeLocalCertificate } from "../tls/local-certificate.js";
import { within } from "../clock/within.js";
import { CLEAN_UP_MS, soon } from "./waiting.js";

/** How a pair is opened. */
export interface PairOptions {
  readonly direction?: Direction;
  /** Encrypts the link: with a certificate that the dialling end trusts, or with one that it does not. Default: neither. */
  readonly tls?: "trusted" | "of somebody else";
  /** Where to dial instead of the listener's URL. */
  readonly through?: (url: string) => Promise<string>;
  readonly limits?: Limits;
  readonly codec?: LinkContext["codec"];
  /** What the receiver answers to a frame. Default: its first four bytes. */
  readonly answer?: (frame: Uint8Array) => Frame | undefined;
}

/** Both ends of one adapter in this process, joined by a real link. */
export interface Pair {
  readonly endpoint: Endpoint;
  /** The end that carries frames out. */
  readonly sender: Link;
  /** The end that listens. */
  readonly listener: Listener;
  /** The link of the dialling end, whichever carries frames out. */
  readonly dialled: Link;
  /** Frames as they came, the very bytes that the adapter handed over. */
  readonly received: Uint8Array[];
  /** Replies as they came. */
  readonly replies: Uint8Array[];
  /** Errors of sends, and of the listening end. */
  readonly errors: unknown[];
  /** Sends, and keeps the error if the adapter reports one. */
  send(frame: Frame): void;
  /** Aborts both ends' signal. */
  abort(): void;
  close(): Promise<void>;
}

const DEFAULT_LIMITS: Limits = { maxFrameBytes: 16 * 2 ** 20 };

/** The contexts of the two ends, and where their frames go. */
export async function openPair(adapter: Adapter, options: PairOptions = {}): Promise<Pair> {
  const { direction = "upload", limits = DEFAULT_LIMITS, answer = firstFour, through } = options;
  const codec = options.codec ?? { name: "raw", text: false };
  const life = new AbortController();
  const received: Uint8Array[] = [];
  const replies: Uint8Array[] = [];
  const errors: unknown[] = [];

  const shared = { codec, limits, signal: life.signal };
  const receiver: LinkContext = {
    ...shared,
    role: "receiver",
    onFrame(came) {
      const frame = wholeFrame(came);
      received.push(frame);
      return answer(frame);
    },
  };
  const sender: LinkContext = {
    ...shared,
    role: "sender",
    onFrame(frame) {
      replies.push(wholeFrame(frame));
      return undefined;
    },
  };
  const [atListener, atDialler] = direction === "upload" ? [receiver, sender] : [sender, receiver];
  let onAccepted: (link: Link) => void = () => {};
  const firstAccepted = new Promise<Link>((resolve) => {
    onAccepted = resolve;
  });
  const encryption = options.tls && (await encryptionOf(options.tls));
  const listener = await soon(
    adapter.listen({
      ...atListener,
      ...(encryption ? { tls: encryption.listen } : {}),
      host: "127.0.0.1",
      port: 0,
      onLink: (link) => onAccepted(link),
      onError: (error) => errors.push(error),
    }),
    "listen",
  );
  const dialling = async () => {
    const { url } = listener.endpoint;
    const there = { ...listener.endpoint, url: through ? await through(url) : url };
    return adapter.dial(there, { ...atDialler, ...(encryption ? { tls: encryption.dial } : {}) });
  };
  const dialled = await soon(dialling(), "dial").catch(async (error: unknown) => {
    life.abort();
    await within(listener.close(), CLEAN_UP_MS, () => new Error("clean-up")).catch(() => {});
    throw error;
  });
  const sending = direction === "upload" ? dialled : await soon(firstAccepted, "the listening end's onLink");
  for (const link of new Set([dialled, sending])) {
    Promise.resolve(link.closed).catch((error: unknown) => {
      errors.push(new Error(`\`closed\` must resolve with its error, but rejected: ${messageOf(error)}`));
    });
  }

  return {
    endpoint: listener.endpoint,
    sender: sending,
    listener,
    dialled,
    received,
    replies,
    errors,
    send(frame) {
      const failed = (error: unknown) =>
        errors.push(new Error(`send failed: ${messageOf(error)}`, { cause: error }));
      try {
        sending.send(frame)?.catch(failed);
      } catch (error) {
        failed(error);
      }
    },
    abort: () => life.abort(),
    async close() {
      await soon(dialled.close(), "close of the dialling end's link");
      await soon(listener.close(), "close of the listener");
      life.abort();
    },
  };
}

/** What the two ends of an encrypted link are given. */
async function encryptionOf(
  tls: "trusted" | "of somebody else",
): Promise<{ listen: ListenTls; dial: DialTls }> {
  const settings = { kind: "local", minVersion: "TLSv1.2" } as const;
  const listen = await listenTls(settings, "tls");
  const trusted =
    tls === "trusted" ? listen.certificate : await makeLocalCertificate().then(({ cert }) => cert);
  const endpoint = { url: "", ...(trusted === undefined ? {} : { certificate: trusted }) };
  return { listen: listen.tls, dial: dialTls(settings, endpoint) };
}

/** Opens a pair, uses it, and closes it whatever comes. */
export async function withPair(
  adapter: Adapter,
  options: PairOptions,
  use: (pair: Pair) => Promise<void>,
): Promise<void> {
  const pair = await openPair(adapter, options);
  let failed = true;
  try {
    await use(pair);
    failed = false;
  } finally {
    // A failed case says what is wrong; that the close after it fails too must not hide that.
    if (failed) await within(pair.close(), CLEAN_UP_MS, () => new Error("clean-up")).catch(() => {});
    else await pair.close();
  }
}

/** The default answer: enough to tell which frame it belongs to. */
function firstFour(frame: Uint8Array): Frame {
  return [Uint8Array.from(frame.subarray(0, 4))];
}

/** A frame that carries `id` in its first four bytes, and bytes that differ from those of other ids. */
export function numberedFrame(id: number, bytes: number): Uint8Array {
  const frame = new Uint8Array(Math.max(4, bytes));
  for (let index = 4; index < frame.length; index++) frame[index] = (index * 31 + id * 17) & 0xff;
  new DataView(frame.buffer).setUint32(0, id);
  return frame;
}

/** The number that a frame, or the default answer to it, carries; -1 if it is too short. */
export function numberOf(frame: Uint8Array): number {
  if (frame.byteLength < 4) return -1;
  return new DataView(frame.buffer, frame.byteOffset, 4).getUint32(0);
}
