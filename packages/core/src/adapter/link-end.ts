import { setMaxListeners } from "node:events";
import { within } from "../clock/within.js";
import { frameLimit } from "../codec/codec.js";
import { asWireduelError, messageOf, WireduelError } from "../failure/wireduel-error.js";
import { isLoopback } from "../network/loopback.js";
import { show } from "../options/show.js";
import type { UnixSocket } from "../options/unix-socket-option.js";
import { dialTls, listenTls } from "../tls/end-tls.js";
import type {
  Adapter,
  EndContext,
  EndDescription,
  Endpoint,
  Link,
  LinkContext,
  Listener,
} from "./contract.js";
import { keepMemoryCalls } from "./keep-memory.js";
import { keepsStrangersOut, newSecret, sameSecret } from "./secret.js";

/** A note of an end that finds its process in a state that it did not ask for. */
const MEMORY_KEPT = "an earlier adapter with `keepMemory` ran in this process, so its memory is kept";
/** Receipts come as frames too, however small the payloads are. */
const ROOM_FOR_RECEIPT = 1_024;
/** How many errors of a listening end are kept. */
const ERRORS_KEPT = 20;
/** How many links an end may have. A round has at most 1,024 connections. */
const MOST_LINKS = 1_024;
const TOO_MANY_LINKS = `an end has at most ${MOST_LINKS} links`;
const NOT_PROTECTED =
  "strangers could open links, because the adapter does not claim `supports.secret` and there is no mutual TLS";
const STRANGER = "a connection that did not present the secret of the session was refused";

/** Options of `LinkEnd`. */
export interface LinkEndOptions {
  readonly adapter: Adapter;
  readonly role: EndContext["role"];
  readonly maxPayloadBytes: number;
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
export class LinkEnd {
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
  #listener: Listener | undefined;
  #closing: Promise<void> | undefined;
  readonly #keepMemoryCalls = keepMemoryCalls();

  constructor(options: LinkEndOptions) {
    this.#options = options;
    // Each link adds a handler. From the eleventh on, Node would warn of a leak.
    setMaxListeners(0, this.#controller.signal);
  }

  /**
   * Listens, and accepts links until it is closed.
   * @param taker called for each incoming link
   * @returns the endpoint to dial. With `tls: "local"`, it has the certificate to trust.
   * @throws WireduelError `LISTEN_FAILED`, or `INVALID_OPTION` if there is no certificate
   */
  async listen(
    where: { readonly host: string; readonly port: number },
    taker: () => LinkTaker,
  ): Promise<Endpoint> {
    const { adapter } = this.#options;
    const { protocol, tls } = adapter;
    try {
      if (protocol.listen === undefined) throw new Error("the protocol can only dial");
      if (!isLoopback(where.host) && !keepsStrangersOut(adapter)) throw new Error(NOT_PROTECTED);
      const secured = tls ? await listenTls(tls, `${protocol.name}.tls`) : undefined;
      const listener = await protocol.listen(
        {
          ...this.#context(),
          ...(secured ? { tls: secured.tls } : {}),
          ...where,
          accept: (open, presented) => {
            if (!this.#accepts(presented)) return false;
            const { onFrame, take } = taker();
            take(this.#keep(open({ ...this.#context(), onFrame })));
            return true;
          },
          admits: (presented) => this.#admits(presented),
          onError: (error) => this.addError(messageOf(error)),
        },
        adapter.options,
      );
      checkReturned("listen", listener, ["endpoint", "close"]);
      this.#listener = listener;
      // It started to listen after `close` was called, so it must not stay open.
      if (this.#closing) await listener.close();
      const { certificate } = secured ?? {};
      return { ...listener.endpoint, ...(certificate === undefined ? {} : { certificate }) };
    } catch (error) {
      const port = where.port === 0 ? `a free port of ${where.host}` : `${where.host}:${where.port}`;
      const context = `${protocol.name} cannot listen on ${adapter.unixSocket?.path ?? port}`;
      throw asWireduelError(error, "LISTEN_FAILED", context);
    }
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
      const secured = tls ? { tls: dialTls(tls, endpoint) } : {};
      const context = { ...this.#context(), ...secured, onFrame };
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
      return (this.#listener ?? this.#first)?.describe?.() ?? {};
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
  }

  async #close(timeoutMs: number, hurry?: AbortSignal): Promise<void> {
    const open = [...this.#links, ...(this.#listener ? [this.#listener] : [])];
    // Independently: a link that hangs or throws must not keep the port in use.
    const closing = Promise.allSettled(open.map(async (one) => one.close()));
    // An adapter that hangs must not block the round.
    const slow = () => new WireduelError("UNEXPECTED", "closing took too long");
    await within(closing, timeoutMs, slow, hurry).catch(() => {});
    this.#controller.abort();
  }

  /** Whether an incoming link may open. */
  #accepts(presented: string | undefined): boolean {
    if (this.#options.adapter.supports.secret && !this.#admits(presented)) return false;
    if (this.#links.size < MOST_LINKS) return true;
    this.addError(TOO_MANY_LINKS);
    return false;
  }

  #admits(presented: string | undefined): boolean {
    if (sameSecret(this.secret, presented)) return true;
    if (!this.errors.includes(STRANGER)) this.addError(STRANGER);
    return false;
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

  #context(): EndContext {
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
}

/** A round chooses the path before its ends open. */
function pathOf({ path }: UnixSocket): string {
  if (path === null) throw new TypeError("the Unix socket has no path yet");
  return path;
}

/** What the types demand, for authors who write JavaScript. */
function checkReturned(method: "listen" | "dial", returned: unknown, needs: readonly string[]): void {
  const missing = needs.find(
    (name) => (returned as Record<string, unknown> | undefined)?.[name] === undefined,
  );
  if (missing === undefined) return;
  throw new Error(`\`${method}\` resolved with ${show(returned)}, which has no \`${missing}\``);
}
