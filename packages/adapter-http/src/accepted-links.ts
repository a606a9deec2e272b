// The listening end's links in an upload. A link has all connections that a dialling end opened for it.
import type { IncomingHttpHeaders } from "node:http";
import type { Frame, Link, LinkContext, ListenContext } from "@wireduel/core/adapter";
import type { Connection } from "./incoming.js";
import { LINK_HEADER, SECRET_HEADER } from "./message.js";

/** The other end of a connection, once it has shown the secret. */
export interface AcceptedLink {
  readonly secret: string;
  readonly isOpen: boolean;
  onFrame(frame: Uint8Array | Frame): Frame | undefined;
}

/** Opens links for connections. */
export class AcceptedLinks {
  readonly #context: ListenContext;
  readonly #links = new Map<string, OpenLink>();
  readonly #all = new Set<OpenLink>();
  readonly #ofConnection = new WeakMap<Connection, OpenLink>();

  constructor(context: ListenContext) {
    this.#context = context;
  }

  /** The link of a connection. Undefined if the request has not the secret that the link was opened with. */
  linkOf(connection: Connection, headers: IncomingHttpHeaders): AcceptedLink | undefined {
    const secret = headers[SECRET_HEADER];
    if (typeof secret !== "string") return undefined;
    const known = this.#ofConnection.get(connection);
    if (known !== undefined) return known.secret === secret ? known : undefined;
    const opened = this.#open(secret, headers[LINK_HEADER]);
    if (opened === undefined) return undefined;
    this.#ofConnection.set(connection, opened);
    opened.add(connection);
    return opened;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((link) => link.close()));
  }

  #open(secret: string, id: string | string[] | undefined): OpenLink | undefined {
    const key = typeof id === "string" ? `${secret} ${id}` : undefined;
    const shared = key === undefined ? undefined : this.#links.get(key);
    if (shared !== undefined) return shared;
    let opened: OpenLink | undefined;
    this.#context.accept((context) => {
      opened = new OpenLink(secret, context);
      return opened;
    }, secret);
    if (opened === undefined) return undefined;
    const link: OpenLink = opened;
    this.#all.add(link);
    if (key !== undefined) this.#links.set(key, link);
    void link.closed.then(() => {
      this.#all.delete(link);
      if (key !== undefined) this.#links.delete(key);
    });
    return link;
  }
}

/** A link at the listening end. It answers requests, but cannot make any. */
class OpenLink implements Link, AcceptedLink {
  readonly secret: string;
  readonly onFrame: LinkContext["onFrame"];
  readonly closed: Promise<unknown>;
  isOpen = true;
  readonly #connections = new Set<Connection>();
  readonly #end = () => this.#destroy();
  #markClosed: (reason: unknown) => void = () => {};
  #reason: unknown;

  constructor(secret: string, { onFrame, signal }: LinkContext) {
    this.secret = secret;
    this.onFrame = onFrame;
    this.closed = new Promise((resolve) => {
      this.#markClosed = (reason) => {
        signal.removeEventListener("abort", this.#end);
        resolve(reason);
      };
    });
    signal.addEventListener("abort", this.#end, { once: true });
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
    connection.onClose((reason) => {
      this.#reason ??= reason;
      this.#connections.delete(connection);
      this.#destroy();
      if (this.#connections.size === 0) this.#markClosed(this.#reason);
    });
    if (!this.isOpen) connection.destroy();
  }

  send(): Promise<void> {
    return Promise.reject(new Error("an HTTP server cannot make a request"));
  }

  async close(): Promise<void> {
    this.#destroy();
    await this.closed;
  }

  #destroy(): void {
    this.isOpen = false;
    for (const connection of this.#connections) connection.destroy();
  }
}
