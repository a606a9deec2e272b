import type { Codec } from "../codec/codec.js";
import type { Frame } from "../codec/frame.js";
import type { JsonSchema } from "../options/kinds.js";
import type { UnixSocket } from "../options/unix-socket-option.js";
import type { JsonObject } from "../result/json.js";
import type { DialTls, ListenTls, TlsReport } from "../tls/link-tls.js";
import type { TlsSettings } from "../tls/tls-settings.js";
import type { AppliedProfile, Direction, Override } from "./profile.js";

export type { AppliedProfile, Direction, Override, ProfileName, ProfileSetting } from "./profile.js";

/** What an adapter claims to support. The conformance suite tests each claim. */
export interface Supports {
  /** The sender can listen and the receiver can dial. */
  readonly push: boolean;
  /** Frames arrive in the order in which they were sent, and so do replies. */
  readonly ordered: boolean;
  /** Links can be encrypted with the `tls` of the context. Default: false. */
  readonly tls?: boolean;
  /** Links can use a Unix socket: the `socketPath` of the context. Default: false. */
  readonly unixSocket?: boolean;
  /**
   * Dialling ends present the `secret` of the context in their handshake, and listening ends pass what was presented to
   * `accept`. So only the other end of the session gets a link. Default: false. Without it, a receiver server only listens on
   * loopback.
   */
  readonly secret?: boolean;
  /**
   * The largest frame that the library receives, if the library has a limit of its own. Without it, the
   * adapter refuses frames of more than `limits.maxFrameBytes`.
   */
  readonly maxFrameBytes?: number;
}

/** The schemes of the URLs of a protocol's endpoints. */
export interface Schemes {
  readonly plain: string;
  /** With `tls`. */
  readonly encrypted: string;
}

/**
 * Moves the frames of one protocol: it can dial, and usually listen. It does not deal with payloads, sequence
 * numbers, clocks, timeouts or statistics. Use `defineAdapter` to create one.
 *
 * The options, contexts, endpoints and frames that it gets belong to the caller: it must not change them.
 *
 * One process may have several listening ends, and several links to each. They must not share anything: if
 * one closes or fails, the others stay open.
 */
export interface Protocol {
  /** Short and stable, such as `ws`. Matches `[a-z0-9-]+`. */
  readonly name: string;
  /** The display name, such as `WebSocket`. */
  readonly title: string;
  /**
   * URL of the module that exports the adapter's factory as default. Undefined: the adapter only works
   * inline.
   */
  readonly module: string | undefined;
  /** "any" if it can send the frames of any codec. Else its own codecs, the default first. */
  readonly codecs: "any" | readonly [Codec, ...Codec[]];
  /** The schemes of its endpoints. An endpoint that another machine names must have them. */
  readonly schemes: Schemes;
  /** Versions of the libraries it uses: `{ ws: "8.23.0" }`. */
  readonly libraries: Readonly<Record<string, string>>;
  /**
   * JSON Schema of its options. Each property has its `default`, and a `description` if the author gave one. An option that
   * only code can check has no type.
   */
  readonly optionsSchema: JsonSchema;
  /**
   * Resolves when it is listening. Port 0 means any free port. Undefined for a protocol that can only dial.
   */
  listen?(context: ListenContext, options: JsonObject): Promise<Listener>;
  /** Resolves when the link can carry frames. Rejects if that fails, or if `context.signal` aborts first. */
  dial(endpoint: Endpoint, context: DialContext, options: JsonObject): Promise<Link>;
}

/** What `ws({...})` returns: a protocol and its settings. */
export interface Adapter {
  readonly protocol: Protocol;
  /** The options in effect, with defaults. Plain JSON. */
  readonly options: JsonObject;
  readonly codec: Codec;
  readonly direction: Direction;
  /** What the protocol supports with these options. */
  readonly supports: Supports;
  /** Settings that the adapter always changes from what its library does by itself. */
  readonly overrides: readonly Override[];
  /** The profile that set some of the options. Null if the protocol has no profiles. */
  readonly profile: AppliedProfile | null;
  /**
   * How links are encrypted. Null: not encrypted. Separate from `options`, because it may have a private key.
   */
  readonly tls: TlsSettings | null;
  /** The Unix socket that links use. Null: they use TCP. */
  readonly unixSocket: UnixSocket | null;
  /** The name in reports. */
  readonly label: string;
  /** Whether the label was made from the settings. It then names each that is not default. */
  readonly automaticLabel: boolean;
  /** The options, and `codec`, that differ from the defaults or from what the profile sets. */
  readonly chosen: readonly string[];
}

/** Where to dial a listening end. Core replaces host and port if there is a network tap. */
export interface Endpoint {
  /** For example `ws://127.0.0.1:8080/path`, or with an IPv6 address `ws://[::1]:8080/path`. */
  readonly url: string;
  /** With `tls: "local"`: PEM of the only certificate that the dialling end trusts. Set by core. */
  readonly certificate?: string;
}

/** Limits that core checks before every send. */
export interface Limits {
  /**
   * The largest frame that core sends, in bytes. An adapter that collects bytes itself refuses a larger one.
   * If the library has a limit of its own, leave that limit alone, and make it an option.
   */
  readonly maxFrameBytes: number;
}

/** Context of an end that listens or dials. */
export interface EndContext {
  /** The role of this end. The sender sends payloads, and the receiver receives them. Either may dial. */
  readonly role: "sender" | "receiver";
  /** The codec's name, for a subprotocol or a content type, and whether its frames are UTF-8 text. */
  readonly codec: { readonly name: string; readonly text: boolean };
  readonly limits: Limits;
  /**
   * The secret of the session: 32 characters of A-Z, a-z, 0-9, - and _. A dialling end presents it in its handshake.
   */
  readonly secret: string;
  /** The path of the Unix socket to listen on or to dial, instead of host and port. Absent: TCP. */
  readonly socketPath?: string;
  /**
   * The same for all links of this end. When it aborts, stop immediately and close everything: links, the
   * listening end, and connections in the middle of a handshake. `listen` and `dial` reject if it has aborted.
   * Remove handlers from it when what they belong to has closed.
   */
  readonly signal: AbortSignal;
}

/** Context of a link. */
export interface LinkContext extends EndContext {
  /**
   * Call it once for each complete message, before doing anything else. Pass the message in one buffer, or in
   * the parts in which it arrived, in order and without copying. A codec that cannot decode parts gets them
   * joined, and that copy counts as decode time. It never throws. Do not change the bytes later, because core
   * reads them again.
   *
   * At the receiver it returns the reply. Send it back over the same link, or as the response of the same call,
   * as one message, and do not change it. A reply may have no bytes (`[]`, or parts of 0 bytes). Then send an
   * empty message: the sender waits for its `onFrame` with 0 bytes. At the sender it returns undefined, and
   * there is nothing to send.
   */
  onFrame(frame: Uint8Array | Frame): Frame | undefined;
}

/** Context of `dial`. */
export interface DialContext extends LinkContext {
  /** Options for Node's `tls.connect`: pass on all of them. Absent if the link is not encrypted. */
  readonly tls?: DialTls;
}

/** Context of `listen`. */
export interface ListenContext extends EndContext {
  /**
   * Options for Node's `tls.createServer`: pass on all of them, and accept no plain link. Absent if links are not
   * encrypted.
   */
  readonly tls?: ListenTls;
  /** The only address to listen on: IPv4, IPv6, or a name. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /**
   * Call it for each connection that a dialling end opens. It calls `open` synchronously with the context of
   * the new link, and `open` must return the link. If the protocol only shows calls, not connections, open
   * one link for all calls with the same secret. Several senders may use one listening end, each with its own secret.
   * @param secret what the dialling end presented. Undefined: nothing.
   * @returns false if `open` was not called: the secret is wrong, or there are too many links. Then close the connection.
   */
  accept(open: (context: LinkContext) => Link, secret?: string): boolean;
  /** Whether a presented secret is right. For handshakes that must be answered before a link opens, and for single calls. */
  admits(secret: string | undefined): boolean;
  /** Call it for an error that does not belong to a link, such as a TLS handshake that failed. */
  onError(error: unknown): void;
}

/**
 * An end's description of itself: the settings that were really in effect. It is plain data. `describe()` may be
 * called at any time, also after the end has closed, and must not throw.
 */
export interface EndDescription {
  /** What was negotiated, advertised or chosen, read back from the library: `{ mask: "javascript" }`. */
  readonly settings?: JsonObject;
  /**
   * Facts about this end that help to understand the numbers: "masks in JavaScript". Facts, not causes: a report
   * shows them whichever adapter was faster.
   */
  readonly notes?: readonly string[];
  /** What the TLS handshake negotiated: `describeTls(socket)`. */
  readonly tls?: TlsReport | undefined;
}

/** One end of an open connection. Both ends have the same interface. */
export interface Link {
  /**
   * Sends one frame. It may return a promise that rejects if this frame failed (a unary call). If the promise
   * resolves, core ignores it: that is not an acknowledgement.
   *
   * The caller never changes the bytes of a frame that it has sent, so they can be written later without a
   * copy. The adapter never changes them either, nor the list of parts: the same frame may be sent again, and
   * over other links at the same time.
   */
  send(frame: Frame): void | Promise<void>;
  /** Closes the link. Idempotent. Resolves when everything of this link is closed. */
  close(): Promise<void>;
  /**
   * Resolves when the link has closed for any reason. With an Error if that was the reason: a connection that
   * was reset, a frame over the limit. An error with a `cause` explains itself. Otherwise core also asks the
   * other end why the link closed. Never rejects. After that, `onFrame` is not called any more.
   */
  readonly closed: Promise<unknown>;
  /** Called after the last payload, on the first link only. */
  describe?(): EndDescription;
}

/** A listening end. */
export interface Listener {
  readonly endpoint: Endpoint;
  /** Stops listening and closes all links. Idempotent. Resolves when everything is closed. */
  close(): Promise<void>;
  /** Called after the last payload. */
  describe?(): EndDescription;
}
