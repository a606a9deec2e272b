import type {
  Adapter,
  Direction,
  Endpoint,
  Limits,
  Link,
  LinkContext,
  Listener,
} from "../adapter/contract.js";
import { type Frame, wholeFrame } from "../codec/frame.js";
import { messageOf } from "../failure/wireduel-error.js";
import { dialTls, listenTls } from "../tls/end-tls.js";
import type { DialTls, ListenTls } from "../tls/link-tls.js";
import { makeLocalCertificate } from "../tls/local-certificate.js";
import { admitting, SECRET } from "./admission.js";
import { dial, listen } from "./open-ends.js";
import { cleanUp, soon } from "./waiting.js";

/** Options of a pair. */
export interface PairOptions {
  readonly direction?: Direction;
  /** Encrypts the link. The dialling end trusts the certificate or does not trust it. Default: no TLS. */
  readonly tls?: "trusted" | "untrusted";
  /** Returns the URL to dial instead of the given one. */
  readonly through?: (url: string) => Promise<string>;
  readonly limits?: Limits;
  /** The Unix socket of both ends. Default: TCP. */
  readonly socketPath?: string;
  readonly codec?: LinkContext["codec"];
  /** The receiver's reply to a frame. Default: the frame's first four bytes. */
  readonly answer?: (frame: Uint8Array) => Frame | undefined;
  /** Called after each reply. */
  readonly onReply?: () => void;
}

/** Both ends of an adapter in this process, connected by a real link. */
export interface Pair {
  readonly endpoint: Endpoint;
  /** The sender's link. */
  readonly sender: Link;
  /** The listening end. */
  readonly listener: Listener;
  /** The dialling end's link: the sender's in an upload, the receiver's in a push. */
  readonly dialled: Link;
  /** Received frames, in the same memory in which the adapter delivered them. */
  readonly received: Uint8Array[];
  /** Received replies. */
  readonly replies: Uint8Array[];
  /** Errors of sends and of the listening end. */
  readonly errors: unknown[];
  /** Sends a frame. Adds an error to `errors` if that fails. */
  send(frame: Frame): void;
  /** Aborts the signal of both ends. */
  abort(): void;
  close(): Promise<void>;
}

const DEFAULT_LIMITS: Limits = { maxFrameBytes: 16 * 2 ** 20 };

/** Opens both ends of an adapter in this process. */
export async function openPair(adapter: Adapter, options: PairOptions = {}): Promise<Pair> {
  const { direction = "upload", limits = DEFAULT_LIMITS, answer = firstFour, through } = options;
  const codec = options.codec ?? { name: "raw", text: false };
  const controller = new AbortController();
  const received: Uint8Array[] = [];
  const replies: Uint8Array[] = [];
  const errors: unknown[] = [];

  const { socketPath } = options;
  const place = socketPath === undefined ? {} : { socketPath };
  const shared = { codec, limits, secret: SECRET, signal: controller.signal, ...place };
  const receiver: LinkContext = {
    ...shared,
    role: "receiver",
    onFrame(parts) {
      const frame = wholeFrame(parts);
      received.push(frame);
      return answer(frame);
    },
  };
  const sender: LinkContext = {
    ...shared,
    role: "sender",
    onFrame(frame) {
      replies.push(wholeFrame(frame));
      options.onReply?.();
      return undefined;
    },
  };
  const [listening, dialler] = direction === "upload" ? [receiver, sender] : [sender, receiver];
  let onAccepted: (link: Link) => void = () => {};
  const firstAccepted = new Promise<Link>((resolve) => {
    onAccepted = resolve;
  });
  const encryption = options.tls && (await encryptionOf(options.tls));
  const { onFrame, ...endContext } = listening;
  const listener = await soon(
    listen(adapter, {
      ...endContext,
      ...(encryption ? { tls: encryption.listen } : {}),
      host: "127.0.0.1",
      port: 0,
      ...admitting(adapter, (open) => onAccepted(open({ ...endContext, onFrame }))),
      onError: (error) => errors.push(error),
    }),
    "listen",
  );
  const dialling = async () => {
    const { url } = listener.endpoint;
    const endpoint = { ...listener.endpoint, url: through ? await through(url) : url };
    return dial(adapter, endpoint, { ...dialler, ...(encryption ? { tls: encryption.dial } : {}) });
  };
  const dialled = await soon(dialling(), "dial").catch(async (error: unknown) => {
    controller.abort();
    await cleanUp(listener.close());
    throw error;
  });
  const sending = direction === "upload" ? dialled : await soon(firstAccepted, "the listening end's link");
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
    abort: () => controller.abort(),
    async close() {
      await soon(dialled.close(), "close of the dialling end's link");
      await soon(listener.close(), "close of the listening end");
      controller.abort();
    },
  };
}

/** The TLS options of both ends. */
async function encryptionOf(tls: "trusted" | "untrusted"): Promise<{ listen: ListenTls; dial: DialTls }> {
  const settings = { kind: "local", minVersion: "TLSv1.2" } as const;
  const listen = await listenTls(settings, "tls");
  const trusted =
    tls === "trusted" ? listen.certificate : await makeLocalCertificate().then(({ cert }) => cert);
  const endpoint = { url: "", ...(trusted === undefined ? {} : { certificate: trusted }) };
  return { listen: listen.tls, dial: dialTls(settings, endpoint) };
}

/** Opens a pair, uses it, and always closes it. */
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
    // If closing fails too, that must not hide the first error.
    await (failed ? cleanUp(pair.close()) : pair.close());
  }
}

/** The default reply, which shows to which frame it belongs. */
function firstFour(frame: Uint8Array): Frame {
  return [Uint8Array.from(frame.subarray(0, 4))];
}

/** A frame with `id` in its first four bytes. The other bytes depend on `id` too. */
export function numberedFrame(id: number, bytes: number): Uint8Array {
  const frame = new Uint8Array(Math.max(4, bytes));
  for (let index = 4; index < frame.length; index++) frame[index] = (index * 31 + id * 17) & 0xff;
  new DataView(frame.buffer).setUint32(0, id);
  return frame;
}

/** The number in a frame, or in the default reply to it. -1 if it is too short. */
export function numberOf(frame: Uint8Array): number {
  if (frame.byteLength < 4) return -1;
  return new DataView(frame.buffer, frame.byteOffset, 4).getUint32(0);
}
