import type { Codec } from "../codec/codec.js";
import type { Frame } from "../codec/frame.js";
import type { JsonObject, JsonValue } from "../result/json.js";
import type { DialTls, ListenTls, TlsReport } from "../tls/link-tls.js";
import type { TlsSettings } from "../options/tls-option.js";

/** Who listens: in an `upload` the receiver, which the sender dials; in a `push` the sender, which the receiver dials. */
export type Direction = "upload" | "push";

/** Claims as data; the conformance suite exercises each. */
export interface Supports {
  /** The sender may be the end that listens, and the receiver the one that dials. */
  readonly push: boolean;
  /** Frames arrive in the order in which they were sent, and their replies come in that order. */
  readonly ordered: boolean;
  /** It encrypts its links as `tls` of the context says. Default: false. */
  readonly tls?: boolean;
}

/**
 * Moves frames for one protocol: it can listen for links and dial one. It knows nothing of payloads, sequence numbers,
 * clocks, deadlines or statistics. `defineAdapter` makes one; nothing forbids writing it by hand.
 */
export interface Adapter {
  /** Short and stable, `[a-z0-9-]+`: `ws`. */
  readonly name: string;
  /** The protocol's name for people: `WebSocket`. Default: `name`. */
  readonly title?: string;
  /** What the report calls this row. Default: the title, and the codec if it is not the adapter's first. */
  readonly label?: string;
  /** Effective options, defaults filled in; they survive a JSON round trip, as the other end is made from them. */
  readonly options: JsonObject;
  /** URL of the module whose default export is this adapter's factory. Absent: it can only be used inline. */
  readonly module?: string;
  /** "any": bytes in, bytes out; else its own codecs, the first of which is the default. */
  readonly codecs: "any" | readonly [Codec, ...Codec[]];
  /** The codec chosen. Default: the first of `codecs`, or `raw`. */
  readonly codec?: Codec;
  readonly supports: Supports;
  /** The profile that its options came from, if it has profiles. */
  readonly profile?: AppliedProfile;
  /** Who listens. Default: `upload`. */
  readonly direction?: Direction;
  /** How its links are encrypted; absent: not. Apart from `options`, as it may hold a private key: no result shows it. */
  readonly tls?: TlsSettings;
  /** Versions of the libraries that do the work: `{ ws: "8.23.0" }`. */
  readonly libraries?: Readonly<Record<string, string>>;
  /** Resolves when it is listening; port 0 takes a free one. */
  listen(context: ListenContext): Promise<Listener>;
  /** Resolves when the link can carry frames; rejects when it cannot, or when `context.signal` aborts first. */
  dial(endpoint: Endpoint, context: DialContext): Promise<Link>;
}

/** A set of options with a name: `default` is what the library does by itself, `tuned` its best within the protocol's standard. */
export type ProfileName = "default" | "tuned";

/** What a profile made of an adapter's options. */
export interface AppliedProfile {
  readonly name: ProfileName;
  /** The options that it set, unless the caller did, each with its reason. */
  readonly settings: readonly ProfileSetting[];
}

export interface ProfileSetting {
  readonly option: string;
  readonly value: JsonValue;
  readonly reason: string;
}

/** Where a listener is reached. Host and port can be replaced (by a tap, or another name of the host). */
export interface Endpoint {
  /** `ws://127.0.0.1:8080/path` */
  readonly url: string;
  /** PEM of the one certificate that a dialling end trusts, where the listening end has made its own. Core's affair. */
  readonly certificate?: string;
}

/** Limits that core checks before every send, so that they end in one error for all protocols. */
export interface Limits {
  /** The most bytes of one frame. The adapter sets its library's own limit to it, where there is one. */
  readonly maxFrameBytes: number;
}

/** What an end of a link is told when it opens. */
export interface LinkContext {
  /** Who this end is: the sender carries payloads out, the receiver takes them in, whoever dialled. */
  readonly role: "sender" | "receiver";
  /** The codec's name, for a subprotocol or a content type, and whether the sender's frames are UTF-8 text. */
  readonly codec: { readonly name: string; readonly text: boolean };
  readonly limits: Limits;
  /** One for the life of this end, never one for each send. Its abort means: give up at once, and close. */
  readonly signal: AbortSignal;
  /**
   * Call it once for each whole message, first thing: with its bytes, or with the parts that they came in, in order, rather
   * than a copy. It never throws. What it returns goes back on the same link (or as the reply of the same call). The bytes
   * must stay as they are afterwards: core looks at them again.
   */
  onFrame(frame: Uint8Array | Frame): Frame | undefined;
}

/** What the dialling end is told. */
export interface DialContext extends LinkContext {
  /** Given if the link is to be encrypted: options of Node's `tls.connect`. */
  readonly tls?: DialTls;
}

/** What the listening end is told. */
export interface ListenContext extends LinkContext {
  /** Given if its links are to be encrypted: options of Node's `tls.createServer`. */
  readonly tls?: ListenTls;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Call it for each link that a dialling end opened. */
  onLink(link: Link): void;
  /** Call it for an error that belongs to no link. */
  onError(error: unknown): void;
}

/** What an end says about itself once payloads have passed: settings as they really took effect. */
export interface EndDescription {
  /** What was negotiated, advertised or chosen, read back: `{ mask: "javascript" }`. */
  readonly settings?: JsonObject;
  /** What a reader must know to read the numbers, in words: "ws masks in JavaScript on this Node". */
  readonly notes?: readonly string[];
  /** What the handshake agreed on, of an encrypted link: `describeTls(socket)`. */
  readonly tls?: TlsReport | undefined;
}

/** One end of an open connection; the same on both sides, whoever dialled. */
export interface Link {
  /**
   * Hands one frame over. A promise, if returned, rejects when this very frame failed (a unary call); that it resolves
   * says nothing: it is no acknowledgement.
   */
  send(frame: Frame): void | Promise<void>;
  /** Idempotent; resolves when nothing of this link is open. */
  close(): Promise<void>;
  /** Resolves once, when the link is gone for any reason, with that reason if there is one; never rejects. */
  readonly closed: Promise<unknown>;
  /** Asked of the first link after the last payload. */
  describe?(): EndDescription;
}

/** An end that listens. */
export interface Listener {
  readonly endpoint: Endpoint;
  /** Idempotent; closes its links too; resolves when nothing is open. */
  close(): Promise<void>;
  /** Asked of the listening end after the last payload. */
  describe?(): EndDescription;
}
