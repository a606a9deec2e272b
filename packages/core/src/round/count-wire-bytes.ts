import { setTimeout as pause } from "node:timers/promises";
import type { Adapter } from "../adapter/contract.js";
import { systemClock } from "../clock/clock.js";
import { frameLimit } from "../codec/codec.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { TapReading } from "../network/tap-reading.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { WireBytes, WireCount } from "../result/result.js";
import { Exchange } from "./exchange.js";
import { RoundEnds } from "./round-ends.js";
import { RoundStatus, stopOnAbort } from "./round-status.js";
import { sendPhase } from "./send-phase.js";

/** Payloads after the first. Enough to include the share of occasional frames, such as window updates. */
const MOST_PAYLOADS = 20;
/** Limits how long the pass takes with large payloads. */
const MOST_BYTES = 256 * 2 ** 20;
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
    release();
    await pass.close();
  }
}

class WireBytesPass {
  readonly status: RoundStatus;
  readonly #payloads: readonly Uint8Array[];
  readonly #exchange: Exchange;
  readonly #ends: RoundEnds;
  #sent = 0;

  constructor(settings: RoundSettings, adapter: Adapter, signal: AbortSignal | undefined) {
    this.#payloads = settings.payloads;
    this.#exchange = new Exchange({
      connections: 1,
      codec: adapter.codec,
      timeoutMs: settings.timeoutMs,
      clock: systemClock,
      maxFrameBytes: frameLimit(adapter.codec, settings.maxPayloadBytes),
      ordered: adapter.supports.ordered,
      onTimeout() {},
    });
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
    const payloads = this.#howMany();
    const payloadBytes = await this.#send(payloads);
    const steady = between(first, await this.#readWhenQuiet());
    const bothWays = steady.upBytes + steady.downBytes;
    return {
      handshake: between(undefined, opened),
      first: between(opened, first),
      steady: {
        payloads,
        payloadBytes,
        ...steady,
        overheadRatio: payloadBytes > 0 ? bothWays / payloadBytes : null,
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
      load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count, durationMs: null },
      payloads: this.#payloads,
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

  #howMany(): number {
    let bytes = 0;
    let count = 0;
    while (count < MOST_PAYLOADS && bytes < MOST_BYTES) {
      bytes += (this.#payloads[count % this.#payloads.length] as Uint8Array).byteLength;
      count++;
    }
    return count;
  }

  async #readWhenQuiet(): Promise<TapReading> {
    let before: TapReading | null = null;
    for (let reading = 0; reading < MOST_READINGS; reading++) {
      const now = await this.#ends.tap.read();
      if (now === null) throw new Error("the tap did not answer");
      if (before?.up.bytes === now.up.bytes && before.down.bytes === now.down.bytes) return now;
      before = now;
      await pause(QUIET_MS);
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
