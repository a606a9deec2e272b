import { setImmediate as turn } from "node:timers/promises";
import type { Adapter, EndDescription, Endpoint } from "../adapter/contract.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { Clock } from "../clock/clock.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { TapReading } from "../network/tap-reading.js";
import { openReceiver } from "../control/open-receiver.js";
import type {
  EndIdentity,
  PhaseMark,
  ReceiverConnection,
  ReceiverReport,
  SessionOpened,
} from "../control/control-calls.js";
import { checkContract, identifyEnd } from "../receiver/receiver-host.js";
import { sessionRequest } from "../control/session-request.js";
import { within } from "../clock/within.js";
import type { Connections } from "./connections.js";
import { CLOSE_TIMEOUT_MS } from "./close-timeout.js";
import { RoundClock } from "./round-clock.js";
import type { RoundLife } from "./round-status.js";
import { LOOPBACK, RoundLinks } from "./round-links.js";
import { RoundTap, type Tapped } from "./round-tap.js";

/** How long all questions about the clock may take: some seconds over a slow connection. */
const CLOCK_TIMEOUT_MS = 20_000;
/** How much longer an answer may take once the caller has ended the run. */
const ABORT_GRACE_MS = 1_000;
/** The least time without an answer on control after which a receiver is taken for lost. */
const SILENCE_MS = 5_000;

/** Both ends of a row once they are open. */
export interface OpenEnds {
  /** Who the receiver is. */
  readonly identity: EndIdentity;
  readonly session: SessionOpened;
  readonly clock: RoundClock;
  /** From the call to dial until the link could carry frames; with several connections, their median. */
  readonly connectMs: number;
}

/** Opens a row's two ends, asks the receiver, and closes whatever was opened. */
export class RoundEnds {
  readonly #options: CheckedOptions;
  readonly #adapter: Adapter;
  readonly #life: RoundLife;
  readonly #clock: Clock;
  readonly #tap: RoundTap;
  readonly #links: RoundLinks;
  #receiver: ReceiverConnection | undefined;
  #session: SessionOpened | undefined;
  #opening: Promise<void> | undefined;
  #lost: string | undefined;
  #onLost: ((message: string) => void) | undefined;
  #roundClock: RoundClock | undefined;

  constructor(options: CheckedOptions, adapter: Adapter, life: RoundLife, clock: Clock, tapped: Tapped) {
    this.#options = options;
    this.#adapter = adapter;
    this.#life = life;
    this.#clock = clock;
    this.#tap = new RoundTap(tapped, life);
    this.#links = new RoundLinks(options, adapter, life, clock, this.#tap);
  }

  /** How the receiver was reached; undefined if it was not. */
  get receiverKind(): ReceiverConnection["kind"] | undefined {
    return this.#receiver?.kind;
  }

  /**
   * Everything before the first payload: a receiver, a session with its references, the clocks, a tap, the links.
   * @throws WireduelError for whatever keeps the first payload from being sent
   */
  async open(connections: Connections): Promise<OpenEnds> {
    const { identity, session } = await this.#openSession();
    for (const [index, payload] of this.#options.payloads.entries()) {
      await this.#answered(this.#asked().setReference(session.session, index, payload));
    }
    const clock = new RoundClock(this.#asked(), this.#clock);
    this.#roundClock = clock;
    await this.#answered(clock.relate(identifyEnd(), identity), CLOCK_TIMEOUT_MS);
    return { identity, session, clock, connectMs: await this.#connect(session, connections) };
  }

  /** Opens the links, from whichever end dials. */
  async #connect({ session, endpoint }: SessionOpened, connections: Connections): Promise<number> {
    if (endpoint !== null) return this.#links.dial(endpoint, connections);
    const receiver = this.#asked();
    const dial = (there: Endpoint) => receiver.dial(session, there);
    return this.#links.listen({ host: receiver.localAddress?.() ?? LOOPBACK, dial }, connections);
  }

  async #openSession(): Promise<{ identity: EndIdentity; session: SessionOpened }> {
    const receiver = await this.#openReceiver();
    const identity = await this.#answered(receiver.identify());
    checkContract(identifyEnd(), identity);
    const opening = receiver.openSession(sessionRequest(this.#adapter, this.#options.maxPayloadBytes));
    const session = await this.#answered(opening);
    this.#session = session;
    return { identity, session };
  }

  async #openReceiver(): Promise<ReceiverConnection> {
    const { receiver: option, connectTimeoutMs } = this.#options;
    const opening = openReceiver(option, this.#adapter, connectTimeoutMs, this.#life.signal);
    // One that comes after all waiting had ended is let go by `close`.
    this.#opening = opening.then((receiver) => {
      this.#receiver = receiver;
    });
    // It keeps to the time itself, and says best what was wrong.
    const receiver = await this.#answered(opening, connectTimeoutMs + CLOSE_TIMEOUT_MS);
    void receiver.lost.then((message) => {
      this.#lost = message;
      this.#onLost?.(message);
      this.#life.end({ code: "RECEIVER_LOST", message });
    });
    return receiver;
  }

  /** What passed the tap; null if there is none, or none any more. */
  readTap(): Promise<TapReading | null> {
    return this.#tap.read();
  }

  /** Cuts the row short if the tap between the ends does not answer. */
  checkTap(): Promise<void> {
    return this.#tap.check();
  }

  /** What the sender's end of the links says of itself, and the errors of its listener, if it listens. */
  describeLinks(onError: (message: string) => void): EndDescription & { readonly errors: readonly string[] } {
    return { ...this.#links.describe(onError), errors: this.#links.errors };
  }

  /** After the last payload: how the clocks relate now. A receiver that cannot be asked leaves what was known before. */
  async relateClocksAgain(): Promise<void> {
    if (this.#life.early?.code === "RECEIVER_LOST") return;
    const relating = this.#roundClock?.relateAgain() ?? Promise.resolve();
    await this.#patiently(relating, CLOCK_TIMEOUT_MS).catch(() => {});
  }

  /** Marks a phase at the receiver; cuts the row short if it does not answer. */
  async startPhase(mark: PhaseMark): Promise<void> {
    try {
      const { session } = this.#session as SessionOpened;
      await this.#answered(this.#asked().startPhase(session, mark));
    } catch (error) {
      this.#life.end({ code: "RECEIVER_LOST", message: messageOf(error) });
    }
  }

  /**
   * Why the receiver must be taken for lost; undefined if it answers on control. It may be busy with a large payload, so
   * it has as long for its answer as a payload has, and some seconds at least.
   */
  async whyLost(): Promise<string | undefined> {
    if (this.#lost !== undefined) return this.#lost;
    const graceMs = this.#graceMs();
    let answer: string | undefined = `the receiver gave no answer within ${graceMs} ms`;
    const lost = new Promise<string>((resolve) => {
      this.#onLost = resolve;
    });
    const asking = this.#asked()
      .stampClock()
      .then(() => undefined, messageOf);
    const told = Promise.race([asking, lost]).then((reason) => {
      answer = reason;
    });
    await this.#patiently(told, graceMs).catch(async () => {
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
    const asking = this.#asked().collect((this.#session as SessionOpened).session);
    return this.#patiently(asking, this.#graceMs()).catch(messageOf);
  }

  #graceMs(): number {
    return Math.max(this.#options.timeoutMs, SILENCE_MS);
  }

  /** What `asking` resolves to, if it does so in time; once the caller ends the run, a moment must do. */
  async #patiently<T>(asking: Promise<T>, graceMs: number): Promise<T> {
    const { signal } = this.#options;
    const hurry = new AbortController();
    let moment: NodeJS.Timeout | undefined;
    const onAbort = () => {
      const reason = new Error(`no answer within ${ABORT_GRACE_MS} ms after the caller had ended the run`);
      moment = setTimeout(() => hurry.abort(reason), ABORT_GRACE_MS);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    try {
      return await within(asking, graceMs, () => new Error(`no answer within ${graceMs} ms`), hurry.signal);
    } finally {
      clearTimeout(moment);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  /** Closes whatever is open, each within bounds. */
  async close(): Promise<void> {
    const bounded = (closing: Promise<unknown> | undefined) =>
      closing && within(closing, CLOSE_TIMEOUT_MS, () => new Error("closing took too long")).catch(() => {});
    const lost = this.#life.early?.code === "RECEIVER_LOST";
    // What was about to open when waiting ended.
    await bounded(Promise.allSettled([this.#opening, this.#tap.settled()]));
    const closingLink = bounded(this.#links.close());
    // A lost receiver closes nothing any more.
    if (!lost) await closingLink;
    if (this.#session && !lost) await bounded(this.#receiver?.closeSession(this.#session.session));
    await Promise.all([closingLink, bounded(this.#tap.close()), bounded(this.#receiver?.disconnect())]);
    this.#life.finish();
  }

  /** What the receiver answers, unless the row ends first or it takes too long. */
  #answered<T>(answer: Promise<T>, timeoutMs = this.#options.connectTimeoutMs): Promise<T> {
    return this.#life.orEnd(answer, timeoutMs, "RECEIVER_UNREACHABLE", "the receiver");
  }

  #asked(): ReceiverConnection {
    return this.#receiver as ReceiverConnection;
  }
}
