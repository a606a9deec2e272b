import { setImmediate as turn } from "node:timers/promises";
import type { Adapter, Link, LinkContext } from "../adapter.js";
import type { CheckedOptions } from "../benchmark-options.js";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { type ClockExchange, type ClockReport, relateClocks } from "../clock/clock-relation.js";
import { frameLimit } from "../codec/codec.js";
import { codecOf } from "../define-adapter.js";
import { messageOf } from "../errors.js";
import { openReceiver } from "../receiver/open-receiver.js";
import type {
  EndIdentity,
  PhaseMark,
  ReceiverConnection,
  ReceiverReport,
  SessionOpened,
} from "../receiver/receiver-control.js";
import { checkContract, identifyEnd } from "../receiver/receiver-host.js";
import { within } from "../within.js";
import type { RoundLife } from "./round-life.js";

/** Questions asked of a remote receiver to learn whether it reads the sender's clock. */
const CLOCK_EXCHANGES = 16;
/** How long closing may take; a forked receiver is killed before that. */
const CLOSE_TIMEOUT_MS = 3_000;
/** The least time without an answer on control after which a receiver is taken for lost. */
const SILENCE_MS = 5_000;

/** Both ends of a row once they are open. */
export interface OpenEnds {
  readonly link: Link;
  /** Who the receiver is. */
  readonly identity: EndIdentity;
  readonly session: SessionOpened;
  readonly clock: ClockReport;
  /** From the call to dial until the link could carry frames. */
  readonly connectMs: number;
}

/** Opens a row's two ends, asks the receiver, and closes whatever was opened. */
export class RoundEnds {
  readonly #options: CheckedOptions;
  readonly #adapter: Adapter;
  readonly #life: RoundLife;
  readonly #clock: Clock;
  #receiver: ReceiverConnection | undefined;
  #session: SessionOpened | undefined;
  #link: Link | undefined;

  constructor(options: CheckedOptions, adapter: Adapter, life: RoundLife, clock: Clock) {
    this.#options = options;
    this.#adapter = adapter;
    this.#life = life;
    this.#clock = clock;
  }

  /** How the receiver was reached; undefined if it was not. */
  get receiverKind(): ReceiverConnection["kind"] | undefined {
    return this.#receiver?.kind;
  }

  /**
   * Everything before the first payload: a receiver, a session with its references, the clocks, a link.
   * @throws WireduelError for whatever keeps the first payload from being sent
   */
  async open(onFrame: LinkContext["onFrame"]): Promise<OpenEnds> {
    const opening = this.#openSession();
    const { connectTimeoutMs } = this.#options;
    const { identity, session } = await this.#life.orEnd(
      opening,
      connectTimeoutMs,
      "RECEIVER_UNREACHABLE",
      "the receiver",
    );
    for (const [index, payload] of this.#options.payloads.entries()) {
      const setting = this.#asked().setReference(session.session, index, payload);
      await this.#life.orEnd(setting, connectTimeoutMs, "RECEIVER_UNREACHABLE", "the receiver");
    }
    const relating = this.#relateClocks(identity);
    const clock = await this.#life.orEnd(relating, connectTimeoutMs, "RECEIVER_UNREACHABLE", "the receiver");
    const dialledAt = this.#clock.now();
    const link = await this.#dial(session.url, onFrame);
    return { link, identity, session, clock, connectMs: (this.#clock.now() - dialledAt) / NS_PER_MS };
  }

  async #openSession(): Promise<{ identity: EndIdentity; session: SessionOpened }> {
    const { name, options, module } = this.#adapter;
    const codec = codecOf(this.#adapter);
    const { receiver: option, connectTimeoutMs } = this.#options;
    const { signal } = this.#life;
    const receiver = await openReceiver(option, this.#adapter, connectTimeoutMs, signal);
    this.#receiver = receiver;
    if (signal.aborted) {
      // It came after all waiting had ended.
      await receiver.disconnect();
      signal.throwIfAborted();
    }
    void receiver.lost.then((message) => this.#life.end({ code: "RECEIVER_LOST", message }));

    const sender = identifyEnd();
    const identity = await receiver.identify();
    checkContract(sender, identity);
    const session = await receiver.openSession({
      sender: { contract: sender.contract, core: sender.core },
      adapter: { name, options, ...(module === undefined ? {} : { module }) },
      codec: { name: codec.name, ...(codec.module === undefined ? {} : { module: codec.module }) },
      maxPayloadBytes: this.#options.maxPayloadBytes,
    });
    this.#session = session;
    return { identity, session };
  }

  async #relateClocks(receiverIdentity: EndIdentity): Promise<ClockReport> {
    const receiver = this.#asked();
    if (receiver.kind === "inline") return { kind: "shared", because: "same process" };
    if (receiver.kind === "process") return { kind: "shared", because: "forked by the sender" };
    const exchanges: ClockExchange[] = [];
    for (let index = 0; index < CLOCK_EXCHANGES; index++) {
      const t1 = this.#clock.now();
      const { receivedAt: t2, sentAt: t3 } = await receiver.stampClock();
      exchanges.push({ t1, t2, t3, t4: this.#clock.now() });
    }
    return relateClocks(identifyEnd().clock, receiverIdentity.clock, exchanges);
  }

  async #dial(url: string, onFrame: LinkContext["onFrame"]): Promise<Link> {
    const codec = codecOf(this.#adapter);
    const context: LinkContext = {
      role: "sender",
      codec: { name: codec.name, text: codec.text ?? false },
      limits: { maxFrameBytes: frameLimit(codec, this.#options.maxPayloadBytes) },
      signal: this.#life.signal,
      onFrame,
    };
    // An adapter that throws has rejected.
    const dialling = (async () => this.#adapter.dial({ url }, context))();
    // A link that comes after all waiting ended must not stay open.
    dialling
      .then(async (link) => {
        if (this.#life.signal.aborted) await link.close();
      })
      .catch(() => {});
    const what = `${this.#adapter.name} at ${url}`;
    this.#link = await this.#life.orEnd(dialling, this.#options.connectTimeoutMs, "CONNECT_FAILED", what);
    void this.#link.closed.then((reason) => {
      const because = reason === undefined ? "" : `: ${messageOf(reason)}`;
      this.#life.end({ code: "LINK_CLOSED", message: `the link closed${because}` });
    });
    return this.#link;
  }

  /** Marks a phase at the receiver; cuts the row short if it does not answer. */
  async startPhase(mark: PhaseMark): Promise<void> {
    try {
      const { session } = this.#session as SessionOpened;
      const marking = this.#asked().startPhase(session, mark);
      await this.#life.orEnd(marking, this.#options.connectTimeoutMs, "RECEIVER_UNREACHABLE", "the receiver");
    } catch (error) {
      this.#life.end({ code: "RECEIVER_LOST", message: messageOf(error) });
    }
  }

  /**
   * Why the receiver must be taken for lost; undefined if it answers on control. It may be busy with a large payload, so
   * it has as long for its answer as a payload has, and some seconds at least.
   */
  async whyLost(): Promise<string | undefined> {
    const receiver = this.#asked();
    const graceMs = Math.max(this.#options.timeoutMs, SILENCE_MS);
    let answer: string | undefined = `the receiver gave no answer within ${graceMs} ms`;
    const asking = receiver.stampClock().then(() => undefined, messageOf);
    const told = Promise.race([asking, receiver.lost]).then((reason) => {
      answer = reason;
    });
    await within(told, graceMs, () => new Error(answer)).catch(async () => {
      // If this end was the busy one, an answer that waits is read in the next turns.
      await turn();
      await turn();
    });
    return answer;
  }

  /** What the receiver counted; a message that says why if it cannot be asked. */
  async collect(): Promise<ReceiverReport | string> {
    const { early } = this.#life;
    if (early?.code === "RECEIVER_LOST") return early.message;
    const graceMs = Math.max(this.#options.timeoutMs, SILENCE_MS);
    const asking = this.#asked().collect((this.#session as SessionOpened).session);
    return within(asking, graceMs, () => new Error(`no answer within ${graceMs} ms`)).catch(messageOf);
  }

  /** Closes whatever is open, each within bounds. */
  async close(): Promise<void> {
    const bounded = (closing: Promise<unknown> | undefined) =>
      closing && within(closing, CLOSE_TIMEOUT_MS, () => new Error("closing took too long")).catch(() => {});
    const lost = this.#life.early?.code === "RECEIVER_LOST";
    const closingLink = bounded(this.#link?.close());
    // A lost receiver closes nothing any more.
    if (!lost) await closingLink;
    if (this.#session && !lost) await bounded(this.#receiver?.closeSession(this.#session.session));
    await Promise.all([closingLink, bounded(this.#receiver?.disconnect())]);
    this.#life.finish();
  }

  #asked(): ReceiverConnection {
    return this.#receiver as ReceiverConnection;
  }
}
