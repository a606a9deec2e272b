import { setTimeout as pause } from "node:timers/promises";
import type { Adapter, EndDescription, Endpoint, Link, LinkContext, Listener } from "../adapter/contract.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { frameLimit } from "../codec/codec.js";
import { codecOf } from "../adapter/define-adapter.js";
import { describeEnd } from "../adapter/describe-end.js";
import { messageOf } from "../failure/wireduel-error.js";
import { quantile } from "../stats/summary.js";
import { dialTls } from "../tls/dial-tls.js";
import { listenTls } from "../tls/listen-tls.js";
import type { Connections } from "./connections.js";
import type { RoundLife } from "./round-status.js";
import type { RoundTap } from "./round-tap.js";

/** How long after its links a tap is known to have died. */
const TAP_LOST_WITHIN_MS = 100;
/** Where the ends of one machine listen, and the sender's own tap. */
export const LOOPBACK = "127.0.0.1";
/** Errors of a listener that are told. */
const ERRORS_KEPT = 20;

/** How a push has the receiver dial. */
export interface PushOptions {
  /** The interface that the sender listens on, by whose address the receiver reaches it. */
  readonly host: string;
  /** Has the receiver dial once. */
  dial(endpoint: Endpoint): Promise<{ readonly connectMs: number }>;
}

/** The sender's ends of one row's links, whoever dialled. */
export class RoundLinks {
  /** Errors that belong to no link, where the sender listens. */
  readonly errors: string[] = [];
  readonly #options: CheckedOptions;
  readonly #adapter: Adapter;
  readonly #life: RoundLife;
  readonly #clock: Clock;
  readonly #tap: RoundTap;
  readonly #links: Link[] = [];
  #listener: Listener | undefined;
  #onLink: ((link: Link) => void) | undefined;

  constructor(options: CheckedOptions, adapter: Adapter, life: RoundLife, clock: Clock, tap: RoundTap) {
    this.#options = options;
    this.#adapter = adapter;
    this.#life = life;
    this.#clock = clock;
    this.#tap = tap;
  }

  /**
   * Dials the receiver, once for each connection.
   * @returns the median time, in milliseconds, from the call to dial until the link could carry frames
   * @throws WireduelError `CONNECT_FAILED`
   */
  async dial(endpoint: Endpoint, connections: Connections): Promise<number> {
    const { name, tls } = this.#adapter;
    const { connectTimeoutMs } = this.#options;
    const url = await this.#tap.before(endpoint.url, this.#adapter, LOOPBACK, connectTimeoutMs);
    const there = { ...endpoint, url };
    const secured = tls === undefined ? {} : { tls: dialTls(tls, endpoint) };
    const connectMs: number[] = [];
    for (const [connection, { onFrame }] of connections.exchanges.entries()) {
      const dialledAt = this.#clock.now();
      // An adapter that throws has rejected.
      const context = { ...this.#context(onFrame), ...secured };
      const dialling = (async () => this.#adapter.dial(there, context))();
      this.#closeIfLate(dialling);
      const what = `${name} at ${url}`;
      const link = await this.#life.orEnd(dialling, connectTimeoutMs, "CONNECT_FAILED", what);
      connectMs.push((this.#clock.now() - dialledAt) / NS_PER_MS);
      this.#keep(link);
      connections.opened(connection, link);
    }
    return medianOf(connectMs);
  }

  /**
   * Listens, and has the receiver dial, once for each connection.
   * @returns the median time, in milliseconds, that the receiver took to dial
   * @throws WireduelError `LISTEN_FAILED`, `CONNECT_FAILED`
   */
  async listen({ host, dial }: PushOptions, connections: Connections): Promise<number> {
    const { name } = this.#adapter;
    const { connectTimeoutMs } = this.#options;
    const endpoint = await this.#listen(host, connections);
    const url = await this.#tap.before(endpoint.url, this.#adapter, host, connectTimeoutMs);
    const connectMs: number[] = [];
    for (const connection of connections.exchanges.keys()) {
      const accepted = new Promise<Link>((resolve) => {
        this.#onLink = resolve;
      });
      const dialling = dial({ ...endpoint, url });
      const both = Promise.all([dialling, accepted]);
      const what = `the receiver's dial of ${name} at ${url}`;
      const [told, link] = await this.#life.orEnd(both, connectTimeoutMs, "CONNECT_FAILED", what);
      this.#onLink = undefined;
      connectMs.push(told.connectMs);
      this.#keep(link);
      connections.opened(connection, link);
    }
    return medianOf(connectMs);
  }

  /** What this end says of itself. */
  describe(onError: (message: string) => void): EndDescription {
    return describeEnd(this.#listener ?? this.#links[0] ?? {}, onError);
  }

  /** Closes all links, and the listener if there is one. */
  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
    await this.#listener?.close();
  }

  async #listen(host: string, connections: Connections): Promise<Endpoint> {
    const { name, tls } = this.#adapter;
    const { connectTimeoutMs, senderPort } = this.#options;
    const listening = (async () => {
      const secured = tls && (await listenTls(tls, `${name}.tls`));
      const listener = await this.#adapter.listen({
        ...this.#context(connections.onFrame),
        ...(secured === undefined ? {} : { tls: secured.tls }),
        host,
        port: senderPort,
        onLink: (link) => {
          // A stranger's: the receiver dials only when it is asked to.
          if (this.#onLink === undefined) void link.close();
          else this.#onLink(link);
        },
        onError: (error) => {
          if (this.errors.length < ERRORS_KEPT) this.errors.push(messageOf(error));
        },
      });
      const certificate = secured?.certificate;
      return { listener, ...(certificate === undefined ? {} : { certificate }) };
    })();
    this.#closeIfLate(listening.then(({ listener }) => listener));
    const what = `${name} cannot listen on ${host}:${senderPort === 0 ? "a free port" : senderPort}`;
    const { listener, ...pinned } = await this.#life.orEnd(
      listening,
      connectTimeoutMs,
      "LISTEN_FAILED",
      what,
    );
    this.#listener = listener;
    return { ...listener.endpoint, ...pinned };
  }

  #context(onFrame: LinkContext["onFrame"]): LinkContext {
    const codec = codecOf(this.#adapter);
    return {
      role: "sender",
      codec: { name: codec.name, text: codec.text ?? false },
      limits: { maxFrameBytes: frameLimit(codec, this.#options.maxPayloadBytes) },
      signal: this.#life.signal,
      onFrame,
    };
  }

  #keep(link: Link): void {
    this.#links.push(link);
    void link.closed.then(async (reason) => {
      // A tap that dies takes its links along, and is the reason.
      const { lost } = this.#tap;
      if (lost) await Promise.race([lost, pause(TAP_LOST_WITHIN_MS)]);
      const because = reason === undefined ? "" : `: ${messageOf(reason)}`;
      this.#life.end({ code: "LINK_CLOSED", message: `the link closed${because}` });
    });
  }

  /** What opens after all waiting had ended must not stay open. */
  #closeIfLate(opening: Promise<{ close(): Promise<void> }>): void {
    opening
      .then(async (opened) => {
        if (this.#life.signal.aborted) await opened.close();
      })
      .catch(() => {});
  }
}

function medianOf(values: number[]): number {
  return quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
}
