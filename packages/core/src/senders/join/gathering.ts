import { isDeepStrictEqual } from "node:util";
import { newSecret, sameSecret } from "../../adapter/secret.js";
import { NS_PER_MS, systemClock } from "../../clock/clock.js";
import { within } from "../../clock/within.js";
import { parseJson } from "../../control/bounded-json.js";
import type { ClockStamps, Nothing } from "../../control/control-types.js";
import { identifyEnd } from "../../control/identity.js";
import { type HttpListener, listenHttp } from "../../control/listen-http.js";
import { SafeEmitter } from "../../events/emitter.js";
import { messageOf, WireduelError } from "../../failure/wireduel-error.js";
import type { CheckedOptions, RoundSettings } from "../../options/benchmark-options.js";
import type { CheckedJoin } from "../../options/join-option.js";
import { sentBytes } from "../../payload/sent-bytes.js";
import { atMost } from "../../process/at-most.js";
import { silenceMs } from "../../round/heartbeat.js";
import type { GroupSender, JoinedSenders } from "../group-sender.js";
import { checkSender } from "./check-sender.js";
import type { JoinControl } from "./join-calls.js";
import { callOutcome } from "./join-kinds.js";
import { joinServer } from "./join-server.js";
import type {
  AnswerName,
  Joined,
  JoinRequest,
  Leaving,
  NextCall,
  RelayedAnswer,
  RelayedEvent,
  RunEnd,
  SenderKey,
} from "./join-types.js";
import { JoinedProcess } from "./joined-process.js";
import { JoinedSender } from "./joined-sender.js";

/** A request that waits for a call ends after this time, so that nothing between the ends closes it because it is idle. */
const MOST_POLL_MS = 15_000;
/** A sender is not lost before this time, whatever the settings of the round are. */
const LEAST_SILENCE_MS = 1_000;
/** How many calls a sender makes in the time after which it would count as lost. */
const POLLS_IN_SILENCE = 4;
/** How long a run that ends waits for its senders to hear of it, and then for the answers that are on their way. */
const END_WITHIN_MS = 500;
/** How many senders connect and warm up at the same time. */
const MOST_OPENING = 32;
/** The most bytes that orders on their way may have together. */
const BYTES_OPENING = 256 * 2 ** 20;
/** How many senders compare their clocks at the same time. More would slow each other down, and know their offsets less exactly. */
const MOST_COMPARING = 32;
/** How long the call to begin may be on its way, in nanoseconds. */
const LEAD_NS = 100 * NS_PER_MS;
/** How long this process needs to send one. */
const LEAD_OF_EACH_NS = 0.5 * NS_PER_MS;
/** How many refused senders an error names. */
const MOST_REFUSED = 5;

/** A process that joined, and how it shows who it is. */
interface Member {
  readonly process: JoinedProcess;
  readonly request: JoinRequest;
  readonly secret: string;
}

type GatheringOptions = Pick<CheckedOptions, "senders" | "adapters" | "settings" | "emitter"> & {
  readonly join: CheckedJoin;
};

/** All senders that join a run. It listens for them, answers their calls, and tells them when the run is over. */
export class Gathering implements JoinControl, JoinedSenders {
  readonly #options: GatheringOptions;
  readonly #emitter: SafeEmitter;
  readonly #members = new Map<number, Member>();
  readonly #refused: string[] = [];
  readonly #inTurn = atMost(MOST_COMPARING);
  #lastSender = 0;
  #closing = false;
  #listener: HttpListener | undefined;
  /** The senders of the run, when all have joined. */
  #processes: readonly JoinedProcess[] | undefined;
  #complete: () => void = () => {};
  #fail: (error: Error) => void = () => {};
  readonly #gathered: Promise<void> = new Promise((resolve, reject) => {
    this.#complete = resolve;
    this.#fail = reject;
  });

  private constructor(options: GatheringOptions) {
    this.#options = options;
    // A handler runs while a sender waits for the answer to its call. It must not get the error.
    this.#emitter = new SafeEmitter(options.emitter, (message) =>
      this.#fail(new WireduelError("EVENT_HANDLER_FAILED", message)),
    );
    this.#gathered.catch(() => {});
  }

  /**
   * Listens for senders.
   * @throws WireduelError `LISTEN_FAILED`, or `INVALID_OPTION` if `join.tls` has no certificate
   */
  static async open(options: GatheringOptions): Promise<Gathering> {
    const gathering = new Gathering(options);
    const { fetch } = joinServer({
      control: gathering,
      mostAnswerBytes: (name) => gathering.mostAnswerBytes(name),
      token: options.join.token,
      admit: (peer) => gathering.#listener?.admit(peer),
      hungUp: (key) => gathering.#memberOf(key)?.process.hangUp(),
      disconnected: (key) => gathering.#memberOf(key)?.process.disconnected(),
    });
    const place = { ...options.join, clients: options.senders };
    gathering.#listener = await listenHttp(fetch, place, "senders.join");
    gathering.#announce(null);
    return gathering;
  }

  /**
   * Waits until all senders have joined.
   * @throws WireduelError `SENDERS_MISSING`, or `EVENT_HANDLER_FAILED`. Rejects with the reason of the signal if it aborts.
   */
  async everyone(signal?: AbortSignal): Promise<void> {
    const { senders, join } = this.#options;
    const late = () => {
      const missing = senders - this.#members.size;
      const refused = this.#refused.length === 0 ? "" : `; refused were: ${this.#refused.join("; ")}`;
      const message = `${missing} of ${senders} ${senders === 1 ? "sender" : "senders"} did not join within ${join.timeoutMs} ms${refused}`;
      return new WireduelError("SENDERS_MISSING", message);
    };
    await within(this.#gathered, join.timeoutMs, late, signal);
  }

  /** Tells the senders that the run is over, and stops listening. Idempotent. */
  async close(end: RunEnd): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    this.#closing = true;
    if (listener === undefined) return;
    const all = [...this.#members.values()].map(({ process }) => process);
    for (const process of all) void process.call("end", end).catch(() => {});
    const told = Promise.all(all.map((process) => process.told));
    await within(told, END_WITHIN_MS, () => new Error("too slow")).catch(() => {});
    for (const process of all) process.leave(null);
    await listener.close(END_WITHIN_MS);
  }

  // The senders of a round.

  get leadNs(): number {
    return LEAD_NS + this.#options.senders * LEAD_OF_EACH_NS;
  }

  labelOf(index: number): string {
    return this.#process(index).label;
  }

  openAtOnce({ payloads }: RoundSettings): number {
    return Math.max(1, Math.min(MOST_OPENING, Math.floor(BYTES_OPENING / (2 * sentBytes(payloads)))));
  }

  sender(index: number, order: ConstructorParameters<typeof JoinedSender>[1]): GroupSender {
    return new JoinedSender(this.#process(index), order, this.#inTurn);
  }

  // The calls of a sender.

  async join(request: JoinRequest): Promise<Joined> {
    const known = [...this.#members].find(([, member]) => member.request.id === request.id);
    // The answer to its first call may have got lost.
    if (known && isDeepStrictEqual(known[1].request, request)) return this.#joined(...known);
    try {
      this.#check(request);
    } catch (error) {
      if (!this.#closing && this.#refused.length < MOST_REFUSED) this.#refused.push(messageOf(error));
      throw error;
    }
    const sender = this.#lastSender++;
    const { label } = request;
    const process = new JoinedProcess({ label, ...this.#limits });
    const member = { process, request, secret: newSecret() };
    this.#members.set(sender, member);
    // As long as the run has not begun, another one can take the place of one that goes.
    void process.gone.then(() => {
      if (this.#processes === undefined) this.#members.delete(sender);
    });
    this.#announce(label);
    if (this.#members.size === this.#options.senders) this.#begin();
    return this.#joined(sender, member);
  }

  async next(key: SenderKey): Promise<NextCall> {
    return { call: await this.#alive(key).next() };
  }

  /**
   * How many bytes an answer may have. Undefined if its call does not wait for one.
   * @throws WireduelError `SENDER_REJECTED` if it is not a sender of the run, or lost
   */
  mostAnswerBytes({ id, ...key }: AnswerName): number | undefined {
    return this.#alive(key).mostAnswerBytes(id);
  }

  async answer({ id, outcome, ...key }: RelayedAnswer): Promise<Nothing> {
    this.#alive(key).answer(id, callOutcome.parse("outcome", parseJson(Buffer.from(outcome).toString())));
    return {};
  }

  async emit({ event, ...key }: RelayedEvent): Promise<Nothing> {
    this.#alive(key).onEvent(event);
    return {};
  }

  async stampClock(): Promise<ClockStamps> {
    const receivedAt = systemClock.now();
    return { receivedAt, sentAt: systemClock.now() };
  }

  async leave({ because, ...key }: Leaving): Promise<Nothing> {
    this.#memberOf(key)?.process.leave(because);
    return {};
  }

  get #limits(): Pick<Joined, "pollMs" | "silenceTimeoutMs"> {
    const silenceTimeoutMs = Math.max(LEAST_SILENCE_MS, silenceMs(this.#options.settings));
    return { silenceTimeoutMs, pollMs: Math.min(MOST_POLL_MS, silenceTimeoutMs / POLLS_IN_SILENCE) };
  }

  #joined(sender: number, { secret }: Member): Joined {
    return { sender, secret, of: this.#options.senders, identity: identifyEnd(), ...this.#limits };
  }

  /** @throws WireduelError if the run does not take the sender */
  #check(request: JoinRequest): void {
    const { senders, adapters } = this.#options;
    // A sender that comes now may be for the next run at this place. It waits for that one.
    if (this.#closing) throw new WireduelError("COORDINATOR_LOST", "the run is over");
    const { label } = request;
    checkSender(request, adapters);
    if ([...this.#members.values()].some((member) => member.process.label === label)) {
      const message = `a sender "${label}" has joined already; a task that was started again would count twice`;
      throw new WireduelError("SENDER_REJECTED", message);
    }
    if (this.#processes === undefined) return;
    throw new WireduelError("SENDER_REJECTED", `${label} is too late: all ${senders} senders have joined`);
  }

  /** All have joined. Their order does not depend on who came first. */
  #begin(): void {
    const all = [...this.#members.values()].map(({ process }) => process);
    this.#processes = all.sort((a, b) => a.label.localeCompare(b.label, "en", { numeric: true }));
    this.#complete();
  }

  #announce(label: string | null): void {
    const { senders: of } = this.#options;
    const url = this.#listener?.url ?? "";
    this.#emitter.emit("join", { url, label, joined: this.#members.size, of });
  }

  #process(index: number): JoinedProcess {
    return this.#processes?.[index] as JoinedProcess;
  }

  #memberOf({ sender, secret }: SenderKey): Member | undefined {
    const member = this.#members.get(sender);
    return member && sameSecret(member.secret, secret) ? member : undefined;
  }

  /** @throws WireduelError `SENDER_REJECTED` if it is not a sender of the run, or lost */
  #alive(key: SenderKey): JoinedProcess {
    const member = this.#memberOf(key);
    if (member === undefined) throw new WireduelError("SENDER_REJECTED", "the run does not know this sender");
    member.process.throwIfLost();
    member.process.touch();
    return member.process;
  }
}
