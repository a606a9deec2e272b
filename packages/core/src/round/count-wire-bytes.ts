import { setTimeout as pause } from "node:timers/promises";
import type { Adapter } from "../adapter/contract.js";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { messageOf } from "../failure/wireduel-error.js";
import { backToBack } from "../load/load.js";
import type { TapReading, TapSide } from "../network/tap-reading.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import { PayloadSet } from "../payload/payload-set.js";
import type { WireBytes, WireCount } from "../result/result.js";
import type { Exchange } from "./exchange.js";
import { exchangeOf } from "./exchange-of.js";
import { RoundEnds } from "./round-ends.js";
import { RoundStatus, stopOnAbort } from "./round-status.js";
import { sendPhase } from "./send-phase.js";

/** A compression that keeps a window is only steady when the window is full. The window of deflate has 32 KiB. */
const WINDOW_BYTES = 2 ** 15;
/** At least this many payloads are counted, to include occasional frames, such as window updates. */
const FEWEST_PAYLOADS = 20;
/** More bytes or payloads are not counted. Together with the time, this limits how long the pass takes. */
const MOST_BYTES = 256 * 2 ** 20;
const ENOUGH_BYTES = 2 ** 20;
const ENOUGH_PAYLOADS = 500;
const MOST_MS = 2_000;
/** Waits are the same for each payload, so few payloads show them. While they are counted, each takes 5 ms. */
const WAITING_PAYLOADS = 5;
const MOST_WAITING_MS = 500;

/** The wire is quiet if two readings with this distance are equal. */
const QUIET_MS = 20;
/** A limit, because protocols that ping are never quiet. */
const MOST_READINGS = 50;

/** What a pass counted, or why it failed. */
export type WirePass =
  | { readonly bytes: WireBytes; readonly failure: null }
  | { readonly bytes: null; readonly failure: string };

/**
 * Counts the bytes on the wire with a tap, in a separate pass. The pass has its own receiver and connection,
 * so that the tap does not affect any measured time.
 */
export async function countWireBytes(
  settings: RoundSettings,
  adapter: Adapter,
  signal: AbortSignal | undefined,
): Promise<WirePass> {
  const pass = new WireBytesPass(settings, adapter, signal);
  const release = stopOnAbort(pass.status, signal);
  try {
    return { bytes: await pass.run(), failure: null };
  } catch (error) {
    return { bytes: null, failure: pass.status.reason?.message ?? messageOf(error) };
  } finally {
    await pass.close();
    release();
  }
}

class WireBytesPass {
  readonly status: RoundStatus;
  readonly #settings: RoundSettings;
  readonly #payloads: PayloadSet;
  readonly #exchange: Exchange;
  readonly #ends: RoundEnds;
  /** The direction of the payloads. The dialling end is below. */
  readonly #sendingSide: TapSide;
  #sent = 0;

  constructor(settings: RoundSettings, adapter: Adapter, signal: AbortSignal | undefined) {
    this.#settings = settings;
    this.#sendingSide = adapter.direction === "upload" ? "up" : "down";
    this.#payloads = PayloadSet.of(settings.payloads);
    this.#exchange = exchangeOf({ settings, adapter }, 1, { onTimeout() {}, onSilent() {} });
    this.status = new RoundStatus({
      held: () => this.#exchange.hold(),
      stopped: (reason) => this.#exchange.stop(reason),
    });
    this.#ends = new RoundEnds({
      settings,
      adapter,
      exchange: this.#exchange,
      status: this.status,
      clock: systemClock,
      signal,
      tapped: "plain",
    });
  }

  async run(): Promise<WireBytes> {
    await this.#ends.open();
    const opened = await this.#readWhenQuiet();
    await this.#send(1);
    const first = await this.#readWhenQuiet();
    await this.#sendUntil(WINDOW_BYTES, 0);
    const full = await this.#readWhenQuiet();
    const { payloads, payloadBytes } = await this.#sendUntil(ENOUGH_BYTES, FEWEST_PAYLOADS);
    const steady = between(full, await this.#readWhenQuiet());
    const waitsPerPayload = await this.#countWaits().catch(() => null);
    const replyBytes = payloads * (this.#settings.replies?.sizeBytes ?? 0);
    const useful = payloadBytes + replyBytes;
    return {
      handshake: between(undefined, opened),
      first: between(opened, first),
      steady: {
        payloads,
        payloadBytes,
        replyBytes,
        ...steady,
        waitsPerPayload,
        overheadRatio: useful > 0 ? (steady.upBytes + steady.downBytes) / useful : null,
      },
    };
  }

  async close(): Promise<void> {
    this.#exchange.close();
    await this.#ends.close();
  }

  /** Sends payloads one after another. Resolves with the sum of their sizes. Rejects if one fails. */
  async #send(count: number): Promise<number> {
    let payloadBytes = 0;
    let failure: string | undefined;
    await sendPhase({
      exchange: this.#exchange,
      load: backToBack(1, count),
      payloads: this.#payloads,
      firstPayload: this.#sent,
      firstSequence: this.#sent,
      maxInFlight: 1,
      clock: systemClock,
      signal: this.status.sending,
      collector: {
        settled(sample) {
          payloadBytes += sample.payloadBytes;
          failure ??= sample.error?.message;
        },
      },
    });
    await this.status.decided();
    this.#sent += count;
    if (failure !== undefined || this.status.ended) throw new Error(failure ?? "the pass ended early");
    return payloadBytes;
  }

  /** Sends at least `fewest` payloads. Stops after that at `bytes`, ENOUGH_PAYLOADS or MOST_MS, whichever is first. */
  async #sendUntil(
    bytes: number,
    fewest: number,
  ): Promise<{ readonly payloads: number; readonly payloadBytes: number }> {
    const until = systemClock.now() + MOST_MS * NS_PER_MS;
    let payloads = 0;
    let payloadBytes = 0;
    const wanted = () =>
      payloads < fewest || (payloadBytes < bytes && payloads < ENOUGH_PAYLOADS && systemClock.now() < until);
    while (payloadBytes < MOST_BYTES && wanted()) {
      payloadBytes += await this.#send(this.#turn);
      payloads += this.#turn;
    }
    return { payloads, payloadBytes };
  }

  /**
   * How often the sender waits for the receiver in the middle of a payload. A payload without waits is one burst. It
   * comes last, because holding replies back may make a payload fail.
   */
  async #countWaits(): Promise<number> {
    const { tap } = this.#ends;
    await tap.countTurns(this.#sendingSide);
    const before = await this.#readWhenQuiet();
    const until = systemClock.now() + MOST_WAITING_MS * NS_PER_MS;
    let payloads = 0;
    do {
      await this.#send(this.#turn);
      payloads += this.#turn;
    } while (payloads < WAITING_PAYLOADS && systemClock.now() < until);
    const { bursts } = await this.#readWhenQuiet();
    await tap.countTurns(null);
    return Math.max(0, bursts - before.bursts - payloads) / payloads;
  }

  /** Every source must have its share. */
  get #turn(): number {
    return this.#settings.payloads.length;
  }

  async #readWhenQuiet(): Promise<TapReading> {
    let before: TapReading | null = null;
    for (let reading = 0; reading < MOST_READINGS; reading++) {
      const now = await this.#ends.tap.read();
      if (now === null) throw new Error("the tap did not answer");
      if (before?.up.bytes === now.up.bytes && before.down.bytes === now.down.bytes) return now;
      before = now;
      await pause(QUIET_MS, undefined, { signal: this.status.signal });
    }
    return before as TapReading;
  }
}

function between(before: TapReading | undefined, after: TapReading): WireCount {
  return {
    upBytes: after.up.bytes - (before?.up.bytes ?? 0),
    upWrites: after.up.writes - (before?.up.writes ?? 0),
    downBytes: after.down.bytes - (before?.down.bytes ?? 0),
    downWrites: after.down.writes - (before?.down.writes ?? 0),
  };
}
