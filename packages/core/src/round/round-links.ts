import { setTimeout as pause } from "node:timers/promises";
import type { Adapter, EndDescription, Endpoint, Link } from "../adapter/contract.js";
import { LinkEnd } from "../adapter/link-end.js";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type { Dialled } from "../control/control-types.js";
import type { StopReason } from "../failure/codes.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import { quantile } from "../stats/summary.js";
import type { Exchange } from "./exchange.js";
import type { ReceiverSession } from "./receiver-session.js";
import type { RoundStatus } from "./round-status.js";
import type { RoundTap } from "./round-tap.js";

/** If the tap's process has ended, this is known at most this long after its links have closed. */
const TAP_LOST_WITHIN_MS = 100;
/** Where ends on the same machine listen, and the sender's tap. */
export const LOOPBACK = "127.0.0.1";

/** Options of `RoundLinks`. */
export interface RoundLinksOptions {
  readonly settings: RoundSettings;
  readonly adapter: Adapter;
  readonly exchange: Exchange;
  readonly status: RoundStatus;
  readonly tap: RoundTap;
  readonly clock: Clock;
  readonly receiver: Pick<ReceiverSession, "whyLost" | "whyLinkClosed">;
}

/** The sender's links of one round. Opens one per connection, in an upload or a push, and watches them. */
export class RoundLinks {
  readonly #options: RoundLinksOptions;
  readonly #end: LinkEnd;
  /** Push: called with the link that the receiver was asked to open. */
  #expected: ((link: Link) => void) | undefined;
  #expectedConnection = 0;

  constructor(options: RoundLinksOptions) {
    const { adapter, settings, status } = options;
    this.#options = options;
    this.#end = new LinkEnd({
      adapter,
      role: "sender",
      maxPayloadBytes: settings.maxPayloadBytes,
    });
    status.signal.addEventListener("abort", () => this.#end.abort(status.signal.reason), { once: true });
  }

  /** The secret of the session. Set it before links open. */
  set secret(secret: string) {
    this.#end.secret = secret;
  }

  /** Errors of the listening end, if the sender listens. */
  get errors(): readonly string[] {
    return this.#end.errors;
  }

  /**
   * Upload: dials the receiver once per connection.
   * @returns the median time that `dial` took, in milliseconds
   * @throws WireduelError `CONNECT_FAILED`
   */
  async dial(endpoint: Endpoint): Promise<number> {
    const { exchange, settings, adapter, status, clock, tap } = this.#options;
    const { connectTimeoutMs } = settings;
    const url = await tap.before(endpoint.url, adapter.protocol.name, LOOPBACK, connectTimeoutMs);
    const connectMs: number[] = [];
    for (let connection = 0; connection < exchange.connections; connection++) {
      const dialledAt = clock.now();
      const dialling = this.#end.dial({ ...endpoint, url }, exchange.onFrameOf(connection));
      const what = `${adapter.protocol.name} at ${url}`;
      const link = await status.orStop(dialling, connectTimeoutMs, "CONNECT_FAILED", what);
      connectMs.push((clock.now() - dialledAt) / NS_PER_MS);
      this.#opened(connection, link);
    }
    return median(connectMs);
  }

  /**
   * Push: listens and makes the receiver dial once per connection.
   * @param host the interface to listen on. The receiver dials this address.
   * @param dial makes the receiver dial once
   * @returns the median time that the receiver's `dial` took, in milliseconds
   * @throws WireduelError `LISTEN_FAILED`, `CONNECT_FAILED`
   */
  async listen(host: string, dial: (endpoint: Endpoint) => Promise<Dialled>): Promise<number> {
    const { exchange, settings, adapter, status, tap } = this.#options;
    const { connectTimeoutMs, senderPort } = settings;
    const { name } = adapter.protocol;
    const listening = this.#end.listen({ host, port: senderPort }, () => this.#taker());
    const late = `did not start to listen within ${connectTimeoutMs} ms`;
    const endpoint = await status.orStop(listening, connectTimeoutMs, "LISTEN_FAILED", name, late);
    const url = await tap.before(endpoint.url, name, host, connectTimeoutMs);
    const connectMs: number[] = [];
    for (let connection = 0; connection < exchange.connections; connection++) {
      this.#expectedConnection = connection;
      const accepted = new Promise<Link>((resolve) => {
        this.#expected = resolve;
      });
      const both = Promise.all([dial({ ...endpoint, url }), accepted]);
      const what = `the receiver's dial of ${name} at ${url}`;
      const [dialled, link] = await status.orStop(both, connectTimeoutMs, "CONNECT_FAILED", what);
      connectMs.push(dialled.connectMs);
      this.#opened(connection, link);
    }
    return median(connectMs);
  }

  /** The description of this end. */
  describe(onError: (message: string) => void): EndDescription {
    return this.#end.describe(onError);
  }

  /** Closes everything that is open. See `LinkEnd.close`. */
  close(timeoutMs: number, hurry: AbortSignal): Promise<void> {
    return this.#end.close(timeoutMs, hurry);
  }

  /** Accepts the link that the receiver was asked to open. Closes any other link. */
  #taker(): { onFrame: ReturnType<Exchange["onFrameOf"]>; take(link: Link): void } {
    const expected = this.#expected;
    this.#expected = undefined;
    if (expected === undefined) return { onFrame: () => undefined, take: (link) => void link.close() };
    return { onFrame: this.#options.exchange.onFrameOf(this.#expectedConnection), take: expected };
  }

  #opened(connection: number, link: Link): void {
    const { exchange, status } = this.#options;
    exchange.opened(connection, link);
    void link.closed.then((reason) => {
      status.stopWhenKnown(() => this.#whyClosed(reason));
    });
  }

  /** Finds out why a link closed. The cause may be that the tap or the receiver has ended. */
  async #whyClosed(reason: unknown): Promise<StopReason> {
    const { tap, receiver } = this.#options;
    const tapLost = tap.lost && (await Promise.race([tap.lost, pause(TAP_LOST_WITHIN_MS, undefined)]));
    if (tapLost) return { code: "LINK_CLOSED", message: tapLost };
    const lost = await receiver.whyLost();
    if (lost) return lost;
    const here = reason === undefined ? "" : `: ${messageOf(reason)}`;
    // A limit of the receiver's library is often only explained at the receiver. An error with a cause is an
    // explanation of its own.
    const explained = reason instanceof Error && reason.cause !== undefined;
    const there = explained ? undefined : await receiver.whyLinkClosed();
    const atReceiver = there === undefined || here.includes(there) ? "" : `; at the receiver: ${there}`;
    return { code: "LINK_CLOSED", message: `the link closed${here}${atReceiver}` };
  }
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  return quantile(sorted, 0.5);
}
