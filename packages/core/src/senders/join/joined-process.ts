import { afterListening } from "../../clock/after-listening.js";
import { type Clock, systemClock } from "../../clock/clock.js";
import type { AnswerOf, ArgumentOf } from "../../control/calls.js";
import { MOST_ANSWER_BYTES } from "../../control/http-calls.js";
import { messageOf, WireduelError } from "../../failure/wireduel-error.js";
import type { CallOutcome, RelayedCall, SenderEvent } from "./join-types.js";
import { RELAY_CALLS, type RelayCallName, type RelayControl } from "./relay-calls.js";

/** How long after its connection closed a process may make no call. One that still runs calls at once. */
const GONE_MS = 1_000;
const GONE = "has ended, or its connection broke";

/** Options of `JoinedProcess`. */
export interface JoinedProcessOptions {
  readonly label: string;
  /** How long the answer to `next` may take, in milliseconds. */
  readonly pollMs: number;
  /** How long it may make no call, in milliseconds. Longer than `pollMs`. */
  readonly silenceTimeoutMs: number;
  readonly clock?: Clock;
}

interface Pending {
  readonly name: RelayCallName;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * A process that joined the run, seen from the run. Calls wait here until the process fetches them. It is lost if it makes no
 * call for too long, or if its connection breaks (`lose`).
 */
export class JoinedProcess {
  readonly label: string;
  /** Takes what happens in its round. */
  onEvent: (event: SenderEvent) => void = () => {};
  readonly #options: JoinedProcessOptions;
  readonly #clock: Clock;
  readonly #waiting: RelayedCall[] = [];
  readonly #pending = new Map<number, Pending>();
  #lastCall = 0;
  /** Ends the request that waits for a call. */
  #wake: () => void = () => {};
  #waits = false;
  #cancelSilence: () => void = () => {};
  #cancelGone: () => void = () => {};
  #lost: WireduelError | undefined;
  /** The error of calls that come too late. Undefined: it is still there. */
  #ended: WireduelError | undefined;
  #markGone: () => void = () => {};
  /** Resolves when it has left or is lost. */
  readonly gone: Promise<void> = new Promise((resolve) => {
    this.#markGone = resolve;
  });
  #markTold: () => void = () => {};
  /** Resolves when nothing is left to tell it: it has left, knows that it is lost, or its connection broke. */
  readonly told: Promise<void> = new Promise((resolve) => {
    this.#markTold = resolve;
  });

  constructor(options: JoinedProcessOptions) {
    this.label = options.label;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.touch();
  }

  /** Calls the process. Rejects with its error, or with `SENDER_LOST`. */
  call<Name extends RelayCallName>(
    name: Name,
    argument: ArgumentOf<RelayControl, Name>,
  ): Promise<AnswerOf<RelayControl, Name>> {
    const id = ++this.#lastCall;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#pending.set(id, { name, resolve, reject });
      this.#waiting.push({ id, name, argument });
      this.#wake();
    });
    return answer as Promise<AnswerOf<RelayControl, Name>>;
  }

  /** The next call for the process. Null if there is none in time. */
  async next(): Promise<RelayedCall | null> {
    // It has a new request. The answer to an older one would be lost.
    this.#wake();
    this.throwIfLost();
    if (this.#waiting.length === 0 && !this.#ended) await this.#wait();
    this.throwIfLost();
    return this.#waiting.shift() ?? null;
  }

  /** How many bytes its answer to a call may have. Undefined: no such call waits for an answer. */
  mostAnswerBytes(id: number): number | undefined {
    const pending = this.#pending.get(id);
    return pending && (RELAY_CALLS[pending.name].mostAnswerBytes ?? MOST_ANSWER_BYTES);
  }

  /**
   * It has answered a call.
   * @throws WireduelError `INVALID_OPTION` if that is no answer to the call: then it is lost
   */
  answer(id: number, { value, error }: CallOutcome): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    const { name, resolve, reject } = pending;
    try {
      if (error) reject(new WireduelError(error.code, error.message));
      else resolve(RELAY_CALLS[name].answer.parse(name, value));
    } catch (invalid) {
      this.lose(`gave an answer that is none: ${messageOf(invalid)}`);
      throw invalid;
    }
    this.#pending.delete(id);
  }

  /** It has given a sign of life. */
  touch(): void {
    this.#cancelSilence();
    this.#cancelGone();
    if (this.#ended) return;
    const { silenceTimeoutMs } = this.#options;
    const silent = () => this.lose(`made no call for ${silenceTimeoutMs} ms`);
    this.#cancelSilence = afterListening(silenceTimeoutMs, silent, this.#clock);
  }

  /** The connection broke on which it waits for a call. */
  hangUp(): void {
    this.lose(GONE);
    this.#markTold();
  }

  /**
   * A connection closed on which it has waited before. If it was between two requests for a call, no request breaks. A proxy
   * may also close connections.
   */
  disconnected(): void {
    if (this.#ended || this.#waits) return;
    this.#cancelGone();
    this.#cancelGone = afterListening(GONE_MS, () => this.hangUp(), this.#clock);
  }

  /**
   * It is lost, and so are its calls. Only the first reason counts.
   * @param how such as `made no call for 30000 ms`
   */
  lose(how: string): void {
    if (this.#ended) return;
    this.#lost = new WireduelError("SENDER_LOST", `it ${how}`);
    this.#end(this.#lost);
  }

  /**
   * It has left.
   * @param because why. Null: the run is over.
   */
  leave(because: string | null): void {
    if (because !== null) this.lose(`left the run: ${because}`);
    else if (!this.#ended) this.#end(new WireduelError("SENDER_LOST", "it has left"));
    this.#markTold();
  }

  /** A process that is lost must not go on. */
  throwIfLost(): void {
    if (this.#lost === undefined) return;
    this.#markTold();
    throw new WireduelError("SENDER_REJECTED", `for the run, ${this.label} is lost: ${this.#lost.message}`);
  }

  #end(error: WireduelError): void {
    this.#ended = error;
    this.#cancelSilence();
    this.#cancelGone();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    this.#waiting.length = 0;
    this.#wake();
    this.#markGone();
  }

  /** Waits for a call, or for `pollMs`. */
  #wait(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#waits = false;
        resolve();
      };
      const cancel = this.#clock.setTimer(this.#options.pollMs, end);
      this.#waits = true;
      this.#wake = () => {
        cancel();
        end();
      };
    });
  }
}
