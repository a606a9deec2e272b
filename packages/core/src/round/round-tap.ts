import type { Adapter } from "../adapter/contract.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { forkTap, type Tap } from "../network/fork-tap.js";
import type { NetworkProfile } from "../options/network-option.js";
import type { TapReading } from "../network/tap-reading.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import { within } from "../clock/within.js";
import { CLOSE_TIMEOUT_MS } from "./close-timeout.js";
import type { RoundLife } from "./round-status.js";

/** What stands between the two ends: nothing, a tap that only counts, or one that adds a network. */
export type Tapped = null | "plain" | NetworkProfile;

/** The tap of one row, if it has one. */
export class RoundTap {
  readonly #tapped: Tapped;
  readonly #life: RoundLife;
  #tapping: Promise<void> | undefined;
  #tap: Tap | undefined;

  constructor(tapped: Tapped, life: RoundLife) {
    this.#tapped = tapped;
    this.#life = life;
  }

  /** Resolves with what happened if the tap's process ends before its row; never, if there is none. */
  get lost(): Promise<string> | undefined {
    return this.#tap?.lost;
  }

  /**
   * Where to dial instead of `url`: a tap before it, or `url` itself if there is none.
   * @param host the interface that the tap listens on
   * @throws WireduelError `INVALID_OPTION` if the adapter has no TCP port, `CONNECT_FAILED`
   */
  async before(url: string, { name }: Adapter, host: string, timeoutMs: number): Promise<string> {
    if (this.#tapped === null) return url;
    const target = tcpTarget(url);
    if (target === undefined) {
      const what = this.#tapped === "plain" ? "`wireBytes`" : "`network`";
      const message = `${what} wants adapters that listen on a TCP port; ${name} listens at ${url}`;
      throw new WireduelError("INVALID_OPTION", message);
    }
    const network = this.#tapped === "plain" ? null : this.#tapped;
    const forking = forkTap({ ...target, bind: host, network, timeoutMs, signal: this.#life.signal });
    // One that comes after all waiting had ended is let go by `close`.
    this.#tapping = forking.then((tap) => {
      this.#tap = tap;
    });
    const waitMs = timeoutMs + CLOSE_TIMEOUT_MS;
    const tap = await this.#life.orEnd(forking, waitMs, "CONNECT_FAILED", "the network tap");
    void tap.lost.then((message) => this.#life.end({ code: "LINK_CLOSED", message }));
    return withTarget(url, tap);
  }

  /** What passed; null if there is no tap, or none any more. */
  async read(): Promise<TapReading | null> {
    if (this.#tap === undefined) return null;
    return within(this.#tap.read(), CLOSE_TIMEOUT_MS, () => new Error("no answer")).catch(() => null);
  }

  /** Cuts the row short if the tap does not answer, as when its process was stopped. */
  async check(): Promise<void> {
    if (this.#tap === undefined || (await this.read()) !== null) return;
    this.#life.end({ code: "LINK_CLOSED", message: "the network tap gives no answer" });
  }

  /** Resolves once a tap that was about to open has done so, or has not. */
  async settled(): Promise<void> {
    await this.#tapping?.catch(() => {});
  }

  async close(): Promise<void> {
    await this.#tap?.close();
  }
}
