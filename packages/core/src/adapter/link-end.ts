import { setMaxListeners } from "node:events";
import { within } from "../clock/within.js";
import { frameLimit } from "../codec/codec.js";
import { asWireduelError, messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { UnixSocket } from "../options/unix-socket-option.js";
import { dialTls } from "../tls/end-tls.js";
import { checkReturned } from "./check-returned.js";
import type {
  Adapter,
  DialContext,
  EndContext,
  EndDescription,
  Endpoint,
  Link,
  LinkContext,
} from "./contract.js";
import { keepMemoryCalls } from "./keep-memory.js";
import { Listening, type ListeningMember, type ListenPlace } from "./listening.js";
import { newSecret } from "./secret.js";

/** A note of an end that finds its process in a state that it did not ask for. */
const MEMORY_KEPT = "an earlier adapter with `keepMemory` ran in this process, so its memory is kept";
/** Receipts come as frames too, however small the payloads are. */
const ROOM_FOR_RECEIPT = 1_024;
/** How many errors of a listening end are kept. */
const ERRORS_KEPT = 20;
/** How many links an end may have. A round has at most 1,024 connections. */
const MOST_LINKS = 1_024;
const TOO_MANY_LINKS = `an end has at most ${MOST_LINKS} links`;

/** Options of `LinkEnd`. */
export interface LinkEndOptions {
  readonly adapter: Adapter;
  readonly role: EndContext["role"];
  readonly maxPayloadBytes: number;
  /** Shared with other ends, if their links come to the same port. Default: this end has its own. */
  readonly listening?: Listening | undefined;
}

/** What to do with an incoming link: `onFrame` gets its frames, and `take` gets the link. */
export interface LinkTaker {
  readonly onFrame: LinkContext["onFrame"];
  take(link: Link): void;
}

/**
 * One end of a round's links, for both roles and both directions. It listens or dials through the adapter,
 * sets up encryption, and closes everything that was opened.
 */
export class LinkEnd implements ListeningMember {
  /** The first 20 errors of this end that do not belong to a link. */
  readonly errors: string[] = [];
  /** The error with which the first link closed. Null if no link closed with an error. */
  linkError: string | null = null;
  /** The secret of the session. The receiver makes it, and the sender gets it over control. */
  secret: string = newSecret();
  readonly #options: LinkEndOptions;
  readonly #controller = new AbortController();
  readonly #links = new Set<Link>();
  /** How many links are being dialled. */
  #dialling = 0;
  #first: Link | undefined;
  readonly #listening: Listening;
  #taker: (() => LinkTaker) | undefined;
  #closing: Promise<void> | undefined;
  readonly #keepMemoryCalls = keepMemoryCalls();

  constructor(options: LinkEndOptions) {
    this.#options = options;
    this.#listening = options.listening ?? new Listening(options.adapter);
    // Each link adds a handler. From the eleventh on, Node would warn of a leak.
    setMaxListeners(0, this.#controller.signal);
  }

  /**
   * Listens, and accepts links until it is closed.
   * @param taker called for each incoming link
   * @returns the endpoint to dial. With `tls: "local"`, it has the certificate to trust.
   * @throws WireduelError `LISTEN_FAILED`, or `INVALID_OPTION` if there is no certificate
   */
  async listen(place: ListenPlace, taker: () => LinkTaker): Promise<Endpoint> {
    this.#taker = taker;
    const endpoint = await this.#listening.join(place, this);
    // It started to listen after `close` was called, so it must not stay open.
    if (this.#closing) await this.#listening.leave(this);
    return endpoint;
  }

  /** See `ListeningMember`. */
  take(open: (context: LinkContext) => Link): boolean {
    if (this.#links.size >= MOST_LINKS) {
      this.addError(TOO_MANY_LINKS);
      return false;
    }
    if (this.#taker === undefined) return false;
    const { onFrame, take } = this.#taker();
    take(this.#keep(open(this.#linkContext(onFrame))));
    return true;
  }

  /**
   * Dials once.
   * @throws WireduelError `CONNECT_FAILED`
   */
  async dial(endpoint: Endpoint, onFrame: LinkContext["onFrame"]): Promise<Link> {
    const { adapter } = this.#options;
    const { protocol, tls } = adapter;
    this.#dialling++;
    try {
      if (this.#links.size + this.#dialling > MOST_LINKS) throw new Error(TOO_MANY_LINKS);
      const context = this.#linkContext(onFrame);
      if (tls) context.tls = dialTls(tls, endpoint);
      const dialled = await protocol.dial(endpoint, context, adapter.options);
      checkReturned("dial", dialled, ["send", "close", "closed"]);
      const link = this.#keep(dialled);
      if (this.#closing) await link.close();
      return link;
    } catch (error) {
      throw asWireduelError(error, "CONNECT_FAILED", `cannot dial ${protocol.name} at ${endpoint.url}`);
    } finally {
      this.#dialling--;
    }
  }

  /** Adds an error that belongs to no payload. Only the first ones are kept. */
  addError(message: string): void {
    if (this.errors.length < ERRORS_KEPT) this.errors.push(message);
  }

  /** This end's description. If the adapter throws, it lacks what the adapter knows, but the round does not fail. */
  describe(onError: (message: string) => void): EndDescription {
    const described = this.#described(onError);
    const calls = keepMemoryCalls();
    // If this end did not ask, another adapter did, earlier in this process.
    if (calls === 0 || calls > this.#keepMemoryCalls) return described;
    return { ...described, notes: [...(described.notes ?? []), MEMORY_KEPT] };
  }

  #described(onError: (message: string) => void): EndDescription {
    try {
      return this.#listening.describe() ?? this.#first?.describe?.() ?? {};
    } catch (error) {
      onError(`describe: ${messageOf(error)}`);
      return {};
    }
  }

  /**
   * Closes every link and the listening end. After `timeoutMs`, or when `hurry` aborts, aborts what is still open.
   * Idempotent, never rejects.
   */
  close(timeoutMs: number, hurry?: AbortSignal): Promise<void> {
    this.#closing ??= this.#close(timeoutMs, hurry);
    return this.#closing;
  }

  /** Aborts everything that is open or opening. */
  abort(reason?: unknown): void {
    this.#controller.abort(reason);
    this.#listening.abort(this, reason);
  }

  async #close(timeoutMs: number, hurry?: AbortSignal): Promise<void> {
    // Independently: a link that hangs or throws must not keep the port in use.
    const closing = Promise.allSettled([
      ...[...this.#links].map(async (link) => link.close()),
      this.#listening.leave(this),
    ]);
    // An adapter that hangs must not block the round.
    const slow = () => new WireduelError("UNEXPECTED", "closing took too long");
    await within(closing, timeoutMs, slow, hurry).catch(() => {});
    this.abort();
  }

  #keep(link: Link): Link {
    this.#first ??= link;
    this.#links.add(link);
    void link.closed.then((reason) => {
      this.#links.delete(link);
      if (reason !== undefined && !this.#closing) this.linkError ??= messageOf(reason);
    });
    return link;
  }

  /** The context of this end, as adapters get it. */
  get context(): EndContext {
    const { adapter, role, maxPayloadBytes } = this.#options;
    const { codec, unixSocket } = adapter;
    return {
      role,
      ...(unixSocket === null ? {} : { socketPath: pathOf(unixSocket) }),
      secret: this.secret,
      codec: { name: codec.name, text: codec.text ?? false },
      limits: { maxFrameBytes: Math.max(frameLimit(codec, maxPayloadBytes), ROOM_FOR_RECEIPT) },
      signal: this.#controller.signal,
    };
  }

  /**
   * The context of a link. Adapters read it for each frame, so its fields are written out. Of contexts like `{ ...context, onFrame }`,
   * each has a layout of its own in V8, and with many links V8 searches for each field again.
   */
  #linkContext(onFrame: LinkContext["onFrame"]): Writable<DialContext> {
    const { role, secret, codec, limits, signal, socketPath } = this.context;
    const context: Writable<DialContext> = { role, secret, codec, limits, signal, onFrame };
    if (socketPath !== undefined) context.socketPath = socketPath;
    return context;
  }
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** A round chooses the path before its ends open. */
function pathOf({ path }: UnixSocket): string {
  if (path === null) throw new TypeError("the Unix socket has no path yet");
  return path;
}
