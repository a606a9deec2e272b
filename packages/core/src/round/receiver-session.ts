import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";
import { checkEndpoint } from "../adapter/check-endpoint.js";
import type { Adapter, Endpoint } from "../adapter/contract.js";
import { within } from "../clock/within.js";
import type {
  Dialled,
  EndIdentity,
  PhaseMark,
  ReceiverReport,
  SessionOpened,
} from "../control/control-types.js";
import { checkContract, identifyEnd, sessionRequest } from "../control/identity.js";
import { openReceiver } from "../control/open-receiver.js";
import type { ReceiverConnection } from "../control/receiver-connection.js";
import type { StopReason } from "../failure/codes.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import { copiesOf } from "./copies.js";
import { BEAT_MS, generatingMs, Heartbeat, silenceMs } from "./heartbeat.js";
import type { RoundStatus } from "./round-status.js";

/** How long each close may take. A forked receiver is killed before that. */
export const CLOSE_TIMEOUT_MS = 3_000;
/** How often the receiver is asked why a link closed, and how long to wait before it is asked again. */
const LINK_ERROR_ASKED = 5;
const LINK_ERROR_PAUSE_MS = 50;
/** The time for copying payloads allows for a connection of 1 Mbit/s. */
const SLOWEST_BYTES_PER_MS = 125;

/** The receiver's report, or why there is none. */
export type Collected =
  | { readonly report: ReceiverReport; readonly failure: null }
  | { readonly report: null; readonly failure: string };

/** The receiver of one round, from connect to disconnect. Every call to it has a timeout. */
export class ReceiverSession {
  readonly #settings: RoundSettings;
  readonly #adapter: Adapter;
  readonly #status: RoundStatus;
  #opening: Promise<void> | undefined;
  #receiver: ReceiverConnection | undefined;
  #opened: SessionOpened | undefined;
  #lost: StopReason | undefined;
  #heartbeat: Heartbeat | undefined;

  constructor(settings: RoundSettings, adapter: Adapter, status: RoundStatus) {
    this.#settings = settings;
    this.#adapter = adapter;
    this.#status = status;
  }

  /** The connection to the receiver. Undefined before it is established. */
  get connection(): ReceiverConnection | undefined {
    return this.#receiver;
  }

  /**
   * Connects to the receiver and opens a session for the adapter.
   * @param meanwhile called while the receiver opens the session
   * @throws WireduelError if that fails
   */
  async open(meanwhile: () => void = () => {}): Promise<{ identity: EndIdentity; opened: SessionOpened }> {
    const { connectTimeoutMs, silenceTimeoutMs } = this.#settings;
    const { control, kind } = await this.#reach();
    const identity = await this.#answered(control.identify({}), connectTimeoutMs);
    checkContract(identifyEnd(), identity);
    const opening = control.openSession(sessionRequest(this.#adapter, this.#settings, connectTimeoutMs));
    // The receiver first generates its payloads.
    const limitMs = Math.max(connectTimeoutMs, silenceTimeoutMs) + generatingMs(this.#settings);
    const both = [this.#answered(opening, limitMs), (async () => meanwhile())()] as const;
    const [opened] = await Promise.all(both);
    this.#opened = opened;
    if (kind === "remote" && opened.endpoint !== null) checkEndpoint(this.#adapter, opened.endpoint);
    this.#heartbeat = this.#startHeartbeat(opened);
    return { identity, opened };
  }

  /**
   * Copies the payloads that the receiver cannot generate. It compares received ones with them.
   * @throws WireduelError `REFERENCES_TIMEOUT`
   */
  async sendReferences(): Promise<void> {
    for (const copies of copiesOf(this.#settings.payloads)) {
      const { payload, from, to, of } = copies;
      const limitMs = this.#settings.silenceTimeoutMs + Math.ceil(payload.byteLength / SLOWEST_BYTES_PER_MS);
      const which = from === to ? `payload ${from}` : `payloads ${from} to ${to}`;
      const what = `copying ${which} of ${of} (${payload.byteLength} bytes) to the receiver`;
      const sending = this.#control.setReferences({ session: this.#session, ...copies.references });
      const late = `took longer than ${limitMs} ms, which 1 Mbit/s would allow`;
      await this.#status.orStop(sending, limitMs, "REFERENCES_TIMEOUT", what, late);
    }
  }

  /** Push: makes the receiver dial once. */
  dial(endpoint: Endpoint): Promise<Dialled> {
    return this.#control.dial({ session: this.#session, endpoint });
  }

  /** Starts a phase at the receiver. Ends the round if it does not answer. */
  startPhase(mark: Omit<PhaseMark, "session">): Promise<void> {
    return this.#orLost(this.#control.startPhase({ session: this.#session, ...mark }));
  }

  /** What the receiver uses until `resumePhase` does not count. Ends the round if it does not answer. */
  pausePhase(): Promise<void> {
    return this.#orLost(this.#control.pausePhase({ session: this.#session }));
  }

  /** The phase goes on. Ends the round if the receiver does not answer. */
  resumePhase(): Promise<void> {
    return this.#orLost(this.#control.resumePhase({ session: this.#session }));
  }

  async #orLost(answer: Promise<unknown>): Promise<void> {
    try {
      const { silenceTimeoutMs } = this.#settings;
      await this.#status.orStop(answer, silenceTimeoutMs, "RECEIVER_LOST", "the receiver");
    } catch (error) {
      this.#status.stop({ code: "RECEIVER_LOST", message: messageOf(error) });
    }
  }

  /**
   * Why the receiver counts as lost. Undefined if it answers a control call. It may be busy: it has
   * `silenceTimeoutMs`.
   */
  async whyLost(): Promise<StopReason | undefined> {
    const receiver = this.#receiver as ReceiverConnection;
    if (this.#lost !== undefined) return this.#lost;
    const { silenceTimeoutMs } = this.#settings;
    const silent = `the receiver did not answer a control call within ${silenceTimeoutMs} ms`;
    let reason: StopReason | undefined = { code: "RECEIVER_LOST", message: silent };
    const asking = receiver.control.stampClock({}).then(
      () => undefined,
      // How its process or connection ended explains more than the error of the call.
      async (error: unknown) => this.#lost ?? ({ code: "RECEIVER_LOST", message: messageOf(error) } as const),
    );
    const answered = Promise.race([asking, receiver.lost]).then((lost) => {
      reason = lost;
    });
    await this.#bounded(answered, silenceTimeoutMs).catch(async () => {
      // If this process was the busy one, the answer is already waiting and is read in the next turns.
      await turn();
      await turn();
    });
    return reason;
  }

  /**
   * Why a link closed, as the receiver saw it. Undefined if it does not know. It may get to know a little later
   * than the sender.
   */
  async whyLinkClosed(): Promise<string | undefined> {
    for (let asked = 1; ; asked++) {
      const { report } = await this.collect();
      if (report === null) return undefined;
      if (report.linkError !== null) return report.linkError;
      if (asked === LINK_ERROR_ASKED) return undefined;
      await pause(LINK_ERROR_PAUSE_MS);
    }
  }

  /** The receiver's report, or why there is none. */
  async collect(): Promise<Collected> {
    const { reason } = this.#status;
    if (reason?.code === "RECEIVER_LOST") return { report: null, failure: reason.message };
    const asking = this.#control.collect({ session: this.#session });
    return this.#bounded(asking, this.#settings.silenceTimeoutMs).then(
      (report) => ({ report, failure: null }),
      (error: unknown) => ({ report: null, failure: messageOf(error) }),
    );
  }

  /** Resolves like `asking`, within `timeoutMs`, and soon after the caller aborted the run. */
  #bounded<T>(asking: Promise<T>, timeoutMs: number): Promise<T> {
    return within(asking, timeoutMs, () => new Error(`no answer within ${timeoutMs} ms`), this.#status.hurry);
  }

  /** Resolves when a pending connect has succeeded or failed. Never rejects. */
  async settled(): Promise<void> {
    await this.#opening;
  }

  async closeSession(): Promise<void> {
    this.#heartbeat?.stop();
    if (this.#opened) await this.#control.closeSession({ session: this.#session });
  }

  async disconnect(): Promise<void> {
    this.#heartbeat?.stop();
    await this.#receiver?.disconnect();
  }

  async #reach(): Promise<ReceiverConnection> {
    const { receiver: option, connectTimeoutMs } = this.#settings;
    const reaching = openReceiver(option, this.#adapter, connectTimeoutMs, this.#status.signal);
    // If it connects after the wait has ended, `disconnect` still closes it.
    this.#opening = reaching.then(
      (receiver) => {
        this.#receiver = receiver;
      },
      () => {},
    );
    // It has its own timeout with a better message, so this one is longer.
    const receiver = await this.#answered(reaching, connectTimeoutMs + CLOSE_TIMEOUT_MS);
    void receiver.lost.then((reason) => {
      this.#lost = reason;
      this.#status.stop(reason);
    });
    return receiver;
  }

  /** Both ends notice with it that the other one has gone silent. An inline receiver is this process. */
  #startHeartbeat({ session, silenceTimeoutMs }: SessionOpened): Heartbeat | undefined {
    if (this.#receiver?.kind === "inline") return undefined;
    const limitMs = silenceMs(this.#settings);
    return new Heartbeat({
      beat: () => this.#control.keepSession({ session }),
      everyMs: Math.min(BEAT_MS, (silenceTimeoutMs ?? limitMs) / 4),
      limitMs,
      onSilent: (ms) => {
        const message = `the receiver answered nothing on control for ${ms} ms`;
        this.#status.stop({ code: "RECEIVER_LOST", message });
      },
    });
  }

  /** The receiver's answer, unless the round ends first or it takes too long. */
  #answered<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
    return this.#status.orStop(answer, timeoutMs, "RECEIVER_UNREACHABLE", "the receiver");
  }

  get #control(): ReceiverConnection["control"] {
    return (this.#receiver as ReceiverConnection).control;
  }

  get #session(): string {
    return (this.#opened as SessionOpened).session;
  }
}
