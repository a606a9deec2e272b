import { type Clock, systemClock } from "../clock/clock.js";
import { within } from "../clock/within.js";
import type { ReceiverControl } from "../control/control-calls.js";
import type {
  ClockStamps,
  Dialled,
  DialRequest,
  EndIdentity,
  Nothing,
  PhaseMark,
  ReceiverReport,
  References,
  SessionName,
  SessionOpened,
  SessionRequest,
} from "../control/control-types.js";
import { checkContract, identifyEnd } from "../control/identity.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { SessionEnd } from "../options/serve-options.js";
import { Occupation } from "./occupation.js";
import { type Served, Session } from "./session.js";

/** An adapter that never listens must not keep the receiver busy. */
const LISTEN_TIMEOUT_MS = 30_000;

/** A receiver that is told to end waits less for its links to close: someone may have pressed Ctrl-C. */
const END_TIMEOUT_MS = 500;

/** A session that has closed. */
export interface ClosedSession {
  readonly id: string;
  readonly request: SessionRequest;
  /** Its last report. */
  readonly report: ReceiverReport;
  readonly ended: SessionEnd;
}

/** Options of a receiver host. */
export interface ReceiverHostOptions {
  /** The interface that adapters listen on. */
  readonly bind: string;
  /** Finds the adapter for a session. Throws a WireduelError if there is none. */
  serve(request: SessionRequest): Promise<Served>;
  /** Called when a session has opened. `url` is where its adapter listens, or null in a push. */
  onSessionOpened?(request: SessionRequest, url: string | null): void;
  /** Called when a session has closed. `report` is its last report. */
  onSessionClosed?(session: ClosedSession): void;
  /** See `SessionOpened.silenceTimeoutMs`. Default: null. */
  readonly silenceTimeoutMs?: number;
  readonly clock?: Clock;
}

/**
 * The receiver behind all kinds of control connections. It opens a session for an adapter, stores the
 * reference payloads, starts phases and reports what arrived. It serves one run at a time, because another one would distort
 * the measurement. Only the senders of one run have sessions at the same time.
 */
export class ReceiverHost implements ReceiverControl {
  readonly #options: ReceiverHostOptions;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();
  readonly #occupation = new Occupation();
  #closed = false;

  constructor(options: ReceiverHostOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async identify(): Promise<EndIdentity> {
    return identifyEnd();
  }

  async openSession(request: SessionRequest): Promise<SessionOpened> {
    checkContract(request.sender, identifyEnd());
    this.#occupation.enter(request);
    try {
      const served = await this.#options.serve(request);
      const listening = this.#occupation.listeningOf(served.adapter);
      return await this.#open(new Session(request, served, { clock: this.#clock, listening }));
    } catch (error) {
      this.#occupation.leave(request);
      throw error;
    }
  }

  async setReferences({ session, ...references }: References): Promise<Nothing> {
    this.#find(session).addReferences(references);
    return {};
  }

  /**
   * How many bytes of references a session still takes.
   * @throws WireduelError `SESSION_NOT_FOUND`
   */
  roomBytes({ session }: SessionName): number {
    return this.#find(session).roomBytes;
  }

  async dial({ session, endpoint }: DialRequest): Promise<Dialled> {
    return this.#find(session).dial(endpoint);
  }

  async startPhase(mark: PhaseMark): Promise<Nothing> {
    this.#find(mark.session).startPhase(mark);
    return {};
  }

  async pausePhase({ session }: SessionName): Promise<Nothing> {
    this.#find(session).pausePhase();
    return {};
  }

  async resumePhase({ session }: SessionName): Promise<Nothing> {
    this.#find(session).resumePhase();
    return {};
  }

  async stampClock(): Promise<ClockStamps> {
    const receivedAt = this.#clock.now();
    return { receivedAt, sentAt: this.#clock.now() };
  }

  async collect({ session }: SessionName): Promise<ReceiverReport> {
    return this.#find(session).report();
  }

  async keepSession({ session }: SessionName): Promise<Nothing> {
    this.#find(session);
    return {};
  }

  closeSession({ session }: SessionName): Promise<Nothing> {
    return this.endSession(session, "closed");
  }

  /**
   * Closes a session, for whatever reason.
   * @throws WireduelError `SESSION_NOT_FOUND`
   */
  async endSession(id: string, ended: SessionEnd): Promise<Nothing> {
    const session = this.#find(id);
    const report = session.report();
    this.#sessions.delete(id);
    await session.close(ended === "server-closed" ? END_TIMEOUT_MS : undefined);
    // Until now the receiver was busy: the port was in use.
    this.#occupation.leave(session.request);
    this.#options.onSessionClosed?.({ id, request: session.request, report, ended });
    return {};
  }

  /** Closes the open sessions, and those that are opening. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions.keys()].map((id) => this.endSession(id, "server-closed")));
  }

  async #open(session: Session): Promise<SessionOpened> {
    try {
      const slow = () =>
        new WireduelError("LISTEN_FAILED", `the adapter did not listen within ${LISTEN_TIMEOUT_MS} ms`);
      const endpoint = await within(session.listen(this.#options.bind), LISTEN_TIMEOUT_MS, slow);
      if (this.#closed)
        throw new WireduelError("RECEIVER_LOST", "the receiver closed while the session opened");
      this.#sessions.set(session.id, session);
      this.#options.onSessionOpened?.(session.request, endpoint?.url ?? null);
      const { secret, mutualTls, libraries } = session;
      const { silenceTimeoutMs = null } = this.#options;
      return { session: session.id, secret, endpoint, mutualTls, libraries, silenceTimeoutMs };
    } catch (error) {
      // If `onSessionOpened` threw, the sender does not get the session's id and could never close it.
      this.#sessions.delete(session.id);
      await session.close();
      throw error;
    }
  }

  #find(id: string): Session {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session;
    throw new WireduelError("SESSION_NOT_FOUND", `session ${id} is not open at this receiver`);
  }
}
