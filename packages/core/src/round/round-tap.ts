import { within } from "../clock/within.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { forkTap, type Tap } from "../network/fork-tap.js";
import type { Network } from "../network/network.js";
import type { TapReading, TapSide } from "../network/tap-reading.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import { CLOSE_TIMEOUT_MS } from "./receiver-session.js";
import type { RoundStatus } from "./round-status.js";

/** What is between the two ends: nothing, a tap that only counts, or a tap that emulates a network. */
export type Tapped = null | "plain" | Network;

/** The tap of a round, if it has one. */
export class RoundTap {
  readonly #tapped: Tapped;
  readonly #status: RoundStatus;
  #tapping: Promise<void> | undefined;
  #tap: Tap | undefined;

  constructor(tapped: Tapped, status: RoundStatus) {
    this.#tapped = tapped;
    this.#status = status;
  }

  /** If the tap's process ends too early, resolves with a description. Undefined if there is no tap. */
  get lost(): Promise<string> | undefined {
    return this.#tap?.lost;
  }

  /**
   * Starts the tap for `url`. Returns the URL to dial instead, or `url` itself without a tap.
   * @param host the interface that the tap listens on
   * @throws WireduelError `INVALID_OPTION` if the URL has no TCP port, `CONNECT_FAILED` if the tap does not
   *   start
   */
  async before(url: string, name: string, host: string, timeoutMs: number): Promise<string> {
    if (this.#tapped === null) return url;
    const target = tcpTarget(url);
    if (target === undefined) {
      const what = this.#tapped === "plain" ? "`wireBytes`" : "`network`";
      const message = `${what} needs adapters that listen on a TCP port, but ${name} listens at ${url}`;
      throw new WireduelError("INVALID_OPTION", message);
    }
    const network = this.#tapped === "plain" ? null : this.#tapped;
    const forking = forkTap({ ...target, bind: host, network, timeoutMs, signal: this.#status.signal });
    // If it starts after the wait has ended, `close` still closes it.
    this.#tapping = forking.then(
      (tap) => {
        this.#tap = tap;
      },
      () => {},
    );
    const waitMs = timeoutMs + CLOSE_TIMEOUT_MS;
    const tap = await this.#status.orStop(forking, waitMs, "CONNECT_FAILED", "the network tap");
    void tap.lost.then((message) => this.#status.stop({ code: "LINK_CLOSED", message }));
    return withTarget(url, tap);
  }

  /** What has passed so far. Null if there is no tap, or if it does not answer. */
  async read(): Promise<TapReading | null> {
    if (this.#tap === undefined) return null;
    return this.#answered(this.#tap.read()).catch(() => null);
  }

  /**
   * Starts to count the bursts of a direction, or stops. No effect without a tap.
   * @throws Error if the tap does not answer
   */
  async countTurns(side: TapSide | null): Promise<void> {
    if (this.#tap) await this.#answered(this.#tap.countTurns(side));
  }

  /** Ends the round if the tap does not answer (for example, because its process was paused). */
  async check(): Promise<void> {
    if (this.#tap === undefined || (await this.read()) !== null) return;
    this.#status.stop({ code: "LINK_CLOSED", message: "the network tap does not answer" });
  }

  /** Resolves when a pending start has succeeded or failed. Never rejects. */
  async settled(): Promise<void> {
    await this.#tapping;
  }

  async close(): Promise<void> {
    await this.#tap?.close();
  }

  #answered<T>(answer: Promise<T>): Promise<T> {
    return within(answer, CLOSE_TIMEOUT_MS, () => new Error("no answer"), this.#status.hurry);
  }
}
