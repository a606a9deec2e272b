import { setTimeout as pause } from "node:timers/promises";
import type { Adapter, EndDescription } from "../adapter/contract.js";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { within } from "../clock/within.js";
import type { EndIdentity, SessionOpened } from "../control/control-types.js";
import { identifyEnd } from "../control/identity.js";
import type { ReceiverConnection } from "../control/receiver-connection.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { Exchange } from "./exchange.js";
import { CLOSE_TIMEOUT_MS, ReceiverSession } from "./receiver-session.js";
import { RoundClock } from "./round-clock.js";
import { LOOPBACK, RoundLinks } from "./round-links.js";
import type { RoundStatus } from "./round-status.js";
import { RoundTap, type Tapped } from "./round-tap.js";
import { SocketPlace } from "./socket-place.js";
import { whyNotConnected } from "./why-not-connected.js";

/** How long an estimate of the clock offset may take. Over a slow connection it takes some seconds. */
const CLOCK_TIMEOUT_MS = 20_000;
/** After timeouts, the receiver is checked at most this often. */
const CHECK_EVERY_NS = 1_000 * NS_PER_MS;

/** How long a reply may take after a receiver that was silent has answered on control. */
const SILENT_REPLY_MS = 1_000;

/** Options of `RoundEnds`. */
export interface RoundEndsOptions {
  readonly settings: RoundSettings;
  readonly adapter: Adapter;
  readonly exchange: Exchange;
  readonly status: RoundStatus;
  readonly clock: Clock;
  readonly tapped: Tapped;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/** Both ends of a round after they were opened. */
export interface OpenEnds {
  /** The receiver's identity. */
  readonly identity: EndIdentity;
  readonly session: SessionOpened;
  readonly clock: RoundClock;
  /** See `RoundResult.connectMs`. */
  readonly connectMs: number;
}

/** Opens, checks and closes what a round needs: the receiver, the clock estimate, the tap and the links. */
export class RoundEnds {
  readonly receiver: ReceiverSession;
  readonly tap: RoundTap;
  readonly #options: RoundEndsOptions;
  readonly #links: RoundLinks;
  readonly #place: SocketPlace | undefined;
  #clock: RoundClock | undefined;
  #checking = false;
  #givingUp: Promise<void> | undefined;
  #checkedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RoundEndsOptions) {
    const { settings, status } = options;
    const { unixSocket } = options.adapter;
    this.#place = unixSocket === null ? undefined : new SocketPlace(unixSocket);
    // Both ends get the same path.
    const adapter = { ...options.adapter, unixSocket: this.#place ? { path: this.#place.path } : null };
    this.#options = options;
    this.receiver = new ReceiverSession(settings, adapter, status);
    this.tap = new RoundTap(options.tapped, status);
    this.#links = new RoundLinks({
      ...options,
      adapter,
      tap: this.tap,
      receiver: this.receiver,
    });
  }

  /**
   * Opens everything that the first payload needs.
   * @param meanwhile what this end has to do while the receiver opens a session
   * @throws WireduelError if that fails
   */
  async open(meanwhile: () => void = () => {}): Promise<OpenEnds> {
    const { settings, status } = this.#options;
    await this.#place?.open();
    const { identity, opened } = await this.receiver.open(meanwhile);
    await this.receiver.sendReferences();
    const connection = this.receiver.connection as ReceiverConnection;
    const clock = new RoundClock(connection, this.#options.clock);
    this.#clock = clock;
    const relating = clock.relate(identifyEnd(), identity);
    await status.orStop(relating, CLOCK_TIMEOUT_MS, "RECEIVER_UNREACHABLE", "the receiver");
    if (settings.clockChecks) clock.startChecks();
    const { endpoint, secret } = opened;
    this.#links.secret = secret;
    const connecting =
      endpoint === null
        ? this.#links.listen(connection.localAddress?.() ?? LOOPBACK, (sender) => this.receiver.dial(sender))
        : this.#links.dial(endpoint);
    const connectMs = await connecting.catch(async (error: unknown) => {
      throw status.reason === undefined ? await whyNotConnected(error, this.receiver) : error;
    });
    // A link may have closed while the others opened.
    await status.decided();
    const { reason } = status;
    if (reason !== undefined) throw new WireduelError(reason.code, reason.message);
    return { identity, session: opened, clock, connectMs };
  }

  /** Ends the round if the receiver does not answer a control call. */
  async checkReceiver(): Promise<void> {
    const { status } = this.#options;
    if (status.reason !== undefined) return;
    const lost = await this.receiver.whyLost();
    if (lost) status.stop(lost);
  }

  /** After timeouts: ends the round if the receiver does not even answer a control call. */
  async check(): Promise<void> {
    const { clock, status } = this.#options;
    if (this.#checking || clock.now() - this.#checkedAt < CHECK_EVERY_NS) return;
    this.#checking = true;
    const [reason] = await Promise.all([this.receiver.whyLost(), this.tap.check()]);
    this.#checking = false;
    this.#checkedAt = clock.now();
    if (reason) status.stop(reason);
  }

  /** Nothing comes back over the links. Ends the round, unless a reply comes when the receiver answers on control. */
  giveUp(): Promise<void> {
    this.#givingUp ??= this.#decideSilence().finally(() => {
      this.#givingUp = undefined;
    });
    return this.#givingUp;
  }

  /** The description of the sender's end, with the errors of its listening end. */
  describeLinks(onError: (message: string) => void): EndDescription & { readonly errors: readonly string[] } {
    return { ...this.#links.describe(onError), errors: this.#links.errors };
  }

  /**
   * Estimates the clock offset after the last payload. If the receiver does not answer, the first estimate is
   * used.
   */
  async relateClocksAgain(): Promise<void> {
    const { status, signal } = this.#options;
    if (status.reason?.code === "RECEIVER_LOST" || signal?.aborted) return;
    const relating = this.#clock?.relateAgain() ?? Promise.resolve();
    await within(relating, CLOCK_TIMEOUT_MS, () => new Error("too slow"), signal).catch(() => {});
  }

  async #decideSilence(): Promise<void> {
    const { settings, exchange, status } = this.#options;
    const { silence } = exchange;
    if (status.reason !== undefined) return;
    const [lost] = await Promise.all([this.receiver.whyLost(), this.tap.check()]);
    if (lost) return status.stop(lost);
    // A receiver that was stopped answers on control first.
    await pause(SILENT_REPLY_MS, undefined, { signal: status.signal }).catch(() => {});
    const { inARow } = silence;
    if (inARow === 0) return;
    // The receiver's end of a link may be gone without this end knowing it.
    const there = await this.receiver.whyLinkClosed();
    const each = `of ${settings.timeoutMs} ms`;
    const timeouts = inARow === 1 ? `a time-out ${each}` : `${inARow} time-outs ${each} in a row`;
    const explained = there === undefined ? "" : `; at the receiver: ${there}`;
    const message = `nothing came back for ${timeouts}, but the receiver answers on control${explained}`;
    status.stop({ code: "LINK_SILENT", message });
  }

  /** Closes everything, each part with a timeout, and soon after the caller aborted the run. Never rejects. */
  async close(): Promise<void> {
    const { status } = this.#options;
    const bounded = (closing: Promise<unknown>) =>
      within(closing, CLOSE_TIMEOUT_MS, () => new Error("closing took too long"), status.hurry).catch(
        () => {},
      );
    const lost = status.reason?.code === "RECEIVER_LOST";
    status.stopSending();
    this.#clock?.stopChecks();
    // The receiver and the tap may still be starting.
    await bounded(Promise.all([this.receiver.settled(), this.tap.settled()]));
    const closingLinks = this.#links.close(CLOSE_TIMEOUT_MS, status.hurry);
    // A lost receiver will not close its end, so do not wait for the links first.
    if (!lost) await closingLinks;
    if (!lost) await bounded(this.receiver.closeSession());
    await Promise.all([closingLinks, bounded(this.tap.close()), bounded(this.receiver.disconnect())]);
    await this.#place?.close();
    status.end();
  }
}
