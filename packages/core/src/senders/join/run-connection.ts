import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { NS_PER_MS, systemClock } from "../../clock/clock.js";
import { within } from "../../clock/within.js";
import { answerCall, controlOver } from "../../control/calls.js";
import { HttpCalls } from "../../control/http-calls.js";
import { identifyEnd } from "../../control/identity.js";
import { asWireduelError, messageOf, WireduelError } from "../../failure/wireduel-error.js";
import type { CheckedJoinOptions } from "../../options/join-benchmark-options.js";
import { compareClocks } from "./compare-clocks.js";
import { JOIN_API, JOIN_CALLS, type JoinControl } from "./join-calls.js";
import type { CallOutcome, ClockReading, Joined, RelayedCall, SenderEvent } from "./join-types.js";
import { isRelayCall, type RelayControl } from "./relay-calls.js";

/**
 * The run may start later than its senders, and its name may be known later. What stands in front of a run that does not listen
 * yet, such as the proxy of a published port, may accept a connection and reset it.
 */
const NOT_YET: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "EAI_AGAIN",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
]);
const RETRY_MS = 250;
/** How long a sender that leaves waits for the run to hear of it. */
const LEAVE_WITHIN_MS = 500;

/** The connection of a sender to the run that it joined. */
export class RunConnection {
  readonly joined: Joined;
  readonly #calls: HttpCalls;
  readonly #run: JoinControl;
  readonly #identity = identifyEnd();
  #fail: (error: WireduelError) => void = () => {};
  /** Rejects if this sender must end. */
  readonly #failed = new Promise<never>((_, reject) => {
    this.#fail = reject;
  });

  private constructor(calls: HttpCalls, run: JoinControl, joined: Joined) {
    this.#calls = calls;
    this.#run = run;
    this.joined = joined;
    this.#failed.catch(() => {});
    calls.whenUnanswered = "COORDINATOR_LOST";
  }

  /**
   * Joins a run. Waits for it if it is not there yet.
   * @param onWaiting gets why it is not there, each time that the reason changes
   * @throws WireduelError `COORDINATOR_UNREACHABLE`, or why the run does not take this sender. Or the reason of the signal.
   */
  static async open(
    options: CheckedJoinOptions,
    onWaiting: (because: string) => void = () => {},
  ): Promise<RunConnection> {
    const { run, adapters, label, timeoutMs, signal } = options;
    const calls = new HttpCalls(run, JOIN_API);
    const control = controlOver(JOIN_CALLS, (name, argument) => calls.call(name, argument));
    const libraries = Object.fromEntries(
      adapters.map(({ protocol }) => [protocol.name, protocol.libraries] as const),
    );
    const request = { identity: identifyEnd(), label, id: randomUUID(), libraries };
    const until = systemClock.now() + timeoutMs * NS_PER_MS;
    let because: string | undefined;
    const tooLate = (cause?: unknown) => {
      const last = because === undefined ? "" : `: ${because}`;
      const message = `no run answered at ${calls.base} within ${timeoutMs} ms${last}`;
      return new WireduelError("COORDINATOR_UNREACHABLE", message, { cause });
    };
    try {
      for (;;) {
        const leftMs = Math.max(1, (until - systemClock.now()) / NS_PER_MS);
        try {
          return new RunConnection(
            calls,
            control,
            await within(control.join(request), leftMs, tooLate, signal),
          );
        } catch (error) {
          if (!mayComeLater(error)) throw error;
          const reason = calls.reasonOf(error.cause ?? error);
          if (reason !== because) onWaiting(reason);
          because = reason;
          if (systemClock.now() >= until) throw tooLate(error);
          await pause(Math.min(RETRY_MS, leftMs), undefined, { signal });
        }
      }
    } catch (error) {
      calls.close();
      throw error;
    }
  }

  /**
   * The calls of the run, until it is over.
   * @throws WireduelError `COORDINATOR_LOST`, `SENDER_REJECTED` if the run counts this sender as lost, or the error of `fail`
   */
  async *calls(): AsyncGenerator<RelayedCall> {
    const { pollMs, silenceTimeoutMs } = this.joined;
    const limitMs = pollMs + silenceTimeoutMs;
    const silent = () => {
      const message = `the run at ${this.#calls.base} did not answer for ${Math.round(limitMs)} ms`;
      return new WireduelError("COORDINATOR_LOST", message);
    };
    for (;;) {
      const next = within(this.#run.next(this.#key), limitMs, silent);
      const { call } = await Promise.race([next, this.#failed]);
      if (call !== null) yield call;
    }
  }

  /** This sender must end: `calls` throws the error. */
  fail(error: WireduelError): void {
    this.#fail(error);
  }

  /** Answers a call of the run with what `control` answers. Never rejects: if the answer cannot be given, `calls` does. */
  async answer({ id, name, argument }: RelayedCall, control: Omit<RelayControl, "end">): Promise<void> {
    try {
      const outcome = Buffer.from(JSON.stringify(await outcomeOf(control, name, argument)));
      await this.#run.answer({ ...this.#key, id, outcome });
    } catch (error) {
      this.fail(asWireduelError(error, "UNEXPECTED", "an answer could not be given"));
    }
  }

  /** Tells the run what happens. If that fails, `calls` will fail, too. */
  emit(event: SenderEvent): void {
    void this.#run.emit({ ...this.#key, event }).catch(() => {});
  }

  compareClocks(): Promise<ClockReading> {
    const ends = { sender: this.#identity, run: this.joined.identity };
    return compareClocks(ends, () => this.#run.stampClock({}));
  }

  /**
   * Leaves the run and closes the connection. Never rejects.
   * @param because why, if the run is not over
   */
  async close(because: string | null): Promise<void> {
    const leaving = this.#run.leave({ ...this.#key, because });
    await within(leaving, LEAVE_WITHIN_MS, () => new Error("too slow")).catch(() => {});
    this.#calls.close();
  }

  get #key(): Pick<Joined, "sender" | "secret"> {
    const { sender, secret } = this.joined;
    return { sender, secret };
  }
}

/** What a call answers, or why it failed. */
async function outcomeOf(
  control: Omit<RelayControl, "end">,
  name: string,
  argument: object,
): Promise<CallOutcome> {
  try {
    if (!isRelayCall(name) || name === "end") throw new Error(`there is no call "${name}"`);
    return { value: await answerCall(control, name, argument) };
  } catch (error) {
    const code = error instanceof WireduelError ? error.code : "UNEXPECTED";
    return { error: { code, message: messageOf(error) } };
  }
}

/** Whether the run may only not be there yet. */
function mayComeLater(error: unknown): error is WireduelError {
  if (!(error instanceof WireduelError)) return false;
  // A run that ends. Another one may follow at the same place.
  if (error.code === "COORDINATOR_LOST") return true;
  if (error.code !== "COORDINATOR_UNREACHABLE") return false;
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  return NOT_YET.has(String(code));
}
