import { setMaxListeners } from "node:events";
import { asWireduelError, messageOf } from "../failure/wireduel-error.js";
import { isLoopback } from "../network/loopback.js";
import { listenTls } from "../tls/end-tls.js";
import { checkReturned } from "./check-returned.js";
import type {
  Adapter,
  EndContext,
  EndDescription,
  Endpoint,
  Link,
  LinkContext,
  Listener,
} from "./contract.js";
import { keepsStrangersOut, sameSecret } from "./secret.js";

const NOT_PROTECTED =
  "strangers could open links, because the adapter does not claim `supports.secret` and there is no mutual TLS";
const STRANGER = "a connection that did not present the secret of the session was refused";

/** Where to listen. */
export interface ListenPlace {
  readonly host: string;
  readonly port: number;
}

/** An end that gets links of a listening adapter. */
export interface ListeningMember {
  readonly secret: string;
  readonly context: EndContext;
  /** Opens an incoming link. Returns false without calling `open` if there are too many. */
  take(open: (context: LinkContext) => Link): boolean;
  /** Adds an error that belongs to no link. The same error of a stranger is added once. */
  addError(message: string): void;
  readonly errors: readonly string[];
}

/**
 * One listening adapter, for one end or for several. A receiver with several senders has an end for each, and all of them
 * share a port. A link belongs to the end whose secret it presents. It listens from the first `join` to the last `leave`, once.
 */
export class Listening {
  /** Settles when its port is free again. Undefined until the last end has left. */
  over: Promise<unknown> | undefined;
  readonly #adapter: Adapter;
  readonly #portIsFree: Promise<unknown> | undefined;
  readonly #members = new Set<ListeningMember>();
  readonly #controller = new AbortController();
  #endpoint: Promise<Endpoint> | undefined;
  #listener: Listener | undefined;

  /** @param portIsFree listens only when this has settled. Default: at once. */
  constructor(adapter: Adapter, portIsFree?: Promise<unknown>) {
    this.#adapter = adapter;
    this.#portIsFree = portIsFree;
    setMaxListeners(0, this.#controller.signal);
  }

  /**
   * From now on the end gets links. The first one decides where the adapter listens.
   * @returns the endpoint to dial. With `tls: "local"`, it has the certificate to trust.
   * @throws WireduelError `LISTEN_FAILED`, or `INVALID_OPTION` if there is no certificate
   */
  join(place: ListenPlace, member: ListeningMember): Promise<Endpoint> {
    this.#members.add(member);
    this.#endpoint ??= this.#listen(place, member.context);
    return this.#endpoint;
  }

  /** The end gets no more links. If it was the last one, the adapter stops listening. */
  async leave(member: ListeningMember): Promise<void> {
    if (!this.#members.delete(member) || this.#members.size > 0) return;
    const closing = this.#close();
    this.over = Promise.allSettled([closing, this.#endpoint]);
    await closing;
  }

  /** Stops listening at once, if no other end needs it. */
  abort(member: ListeningMember, reason?: unknown): void {
    const others = [...this.#members].some((one) => one !== member);
    if (!others) this.#controller.abort(reason);
  }

  /** The adapter's description of its listening end. Undefined before it listens. May throw what the adapter throws. */
  describe(): EndDescription | undefined {
    return this.#listener && (this.#listener.describe?.() ?? {});
  }

  async #close(): Promise<void> {
    await this.#listener?.close();
  }

  async #listen(place: ListenPlace, context: EndContext): Promise<Endpoint> {
    const { protocol, tls, options, unixSocket } = this.#adapter;
    try {
      await this.#portIsFree;
      if (protocol.listen === undefined) throw new Error("the protocol can only dial");
      if (!isLoopback(place.host) && !keepsStrangersOut(this.#adapter)) throw new Error(NOT_PROTECTED);
      const secured = tls ? await listenTls(tls, `${protocol.name}.tls`) : undefined;
      const listener = await protocol.listen(
        {
          ...context,
          signal: this.#controller.signal,
          ...(secured ? { tls: secured.tls } : {}),
          ...place,
          accept: (open, presented) => this.#memberFor(presented)?.take(open) ?? false,
          admits: (presented) => this.#withSecret(presented) !== undefined,
          onError: (error) => this.#addError(messageOf(error)),
        },
        options,
      );
      checkReturned("listen", listener, ["endpoint", "close"]);
      this.#listener = listener;
      // It started to listen after the last end left, so it must not stay open.
      if (this.#members.size === 0) await listener.close();
      const { certificate } = secured ?? {};
      return { ...listener.endpoint, ...(certificate === undefined ? {} : { certificate }) };
    } catch (error) {
      const port = place.port === 0 ? `a free port of ${place.host}` : `${place.host}:${place.port}`;
      throw asWireduelError(
        error,
        "LISTEN_FAILED",
        `${protocol.name} cannot listen on ${unixSocket?.path ?? port}`,
      );
    }
  }

  /** The end that gets a link. Without secrets there is only one end. */
  #memberFor(presented: string | undefined): ListeningMember | undefined {
    if (this.#adapter.supports.secret) return this.#withSecret(presented);
    return this.#members.values().next().value;
  }

  #withSecret(presented: string | undefined): ListeningMember | undefined {
    const found = [...this.#members].find(({ secret }) => sameSecret(secret, presented));
    if (found === undefined) this.#addError(STRANGER);
    return found;
  }

  #addError(message: string): void {
    for (const member of this.#members) {
      if (message !== STRANGER || !member.errors.includes(STRANGER)) member.addError(message);
    }
  }
}
