// The listening end's links in a push. A link is a stream that was asked for, and the connections that bring its receipts.
import type { Writable } from "node:stream";
import type { Frame, Link, LinkContext, ListenContext } from "@wireduel/core/adapter";
import type { Connection } from "./incoming.js";
import type { StreamForm } from "./stream-form.js";

/** Opens links for streams. */
export class PushedLinks {
  readonly #context: ListenContext;
  readonly #form: StreamForm;
  readonly #all = new Set<PushedLink>();
  readonly #named = new Map<string, PushedLink>();
  readonly #ofConnection = new WeakMap<Connection, PushedLink>();

  constructor(context: ListenContext, form: StreamForm) {
    this.#context = context;
    this.#form = form;
  }

  /** The link to which a request belongs: that of its name, else that of its connection. */
  find(connection: Connection, secret: string, name: string | undefined): PushedLink | undefined {
    const found =
      name === undefined ? this.#ofConnection.get(connection) : this.#named.get(keyOf(secret, name));
    return found?.secret === secret && found.isOpen ? found : undefined;
  }

  /**
   * Opens a link.
   * @param start answers the request
   * @returns false if the secret is wrong, or if there are too many links
   */
  open(connection: Connection, secret: string, name: string | undefined, start: () => Writable): boolean {
    return this.#context.accept((context) => {
      const link = new PushedLink(secret, context, start(), this.#form);
      const key = name === undefined ? undefined : keyOf(secret, name);
      this.#all.add(link);
      if (key !== undefined) this.#named.set(key, link);
      this.join(connection, link);
      void link.closed.then(() => {
        this.#all.delete(link);
        if (key !== undefined) this.#named.delete(key);
      });
      return link;
    }, secret);
  }

  /** From now on, a connection belongs to a link. */
  join(connection: Connection, link: PushedLink): void {
    this.#ofConnection.set(connection, link);
    link.add(connection);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((link) => link.close()));
  }
}

function keyOf(secret: string, name: string): string {
  return `${secret} ${name}`;
}

/** A link at the listening end of a push: the sender's. */
class PushedLink implements Link {
  readonly secret: string;
  readonly onFrame: LinkContext["onFrame"];
  readonly closed: Promise<unknown>;
  isOpen = true;
  readonly #stream: Writable;
  readonly #form: StreamForm;
  readonly #connections = new Set<Connection>();
  readonly #end = () => this.#destroy();
  #markClosed: (reason: unknown) => void = () => {};
  #reason: unknown;

  constructor(secret: string, { onFrame, signal }: LinkContext, stream: Writable, form: StreamForm) {
    this.secret = secret;
    this.onFrame = onFrame;
    this.#stream = stream;
    this.#form = form;
    this.closed = new Promise((resolve) => {
      this.#markClosed = (reason) => {
        signal.removeEventListener("abort", this.#end);
        resolve(reason);
      };
    });
    signal.addEventListener("abort", this.#end, { once: true });
    stream.once("close", this.#end);
  }

  /** A connection belongs to the link: that of the stream, or one that brings receipts. All of them close together. */
  add(connection: Connection): void {
    if (this.#connections.has(connection)) return;
    this.#connections.add(connection);
    const carriesStream = this.#connections.size === 1;
    connection.onClose((reason) => {
      this.#connections.delete(connection);
      // Receipts may come over a connection each.
      if (carriesStream) {
        this.#reason ??= reason;
        this.#destroy();
      }
      if (!this.isOpen && this.#connections.size === 0) this.#markClosed(this.#reason);
    });
    if (!this.isOpen) connection.destroy();
  }

  /** Receipts were refused, so the link cannot go on. */
  fail(reason: Error): void {
    this.#reason ??= reason;
    this.#destroy();
  }

  send(frame: Frame): Promise<void> | undefined {
    if (!this.isOpen) return undefined;
    let parts: Frame;
    try {
      parts = this.#form.write(frame);
    } catch (error) {
      return Promise.reject(error);
    }
    const stream = this.#stream;
    if (parts.length > 1) stream.cork();
    for (const part of parts) stream.write(part);
    if (parts.length > 1) stream.uncork();
    return undefined;
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

export type { PushedLink };
