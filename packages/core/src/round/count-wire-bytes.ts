import { setTimeout as pause } from "node:timers/promises";
import type { Adapter } from "../adapter/contract.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { systemClock } from "../clock/clock.js";
import { frameLimit } from "../codec/codec.js";
import { codecOf } from "../adapter/define-adapter.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { TapReading } from "../network/tap-reading.js";
import type { WireBytes, WireCount } from "../result/result.js";
import { Connections } from "./connections.js";
import { RoundEnds } from "./round-ends.js";
import { RoundLife } from "./round-status.js";

/** Payloads of the pass after the first: enough that what comes now and then (window updates) shows its share. */
const MOST_PAYLOADS = 20;
/** So that large payloads do not take for ever. */
const MOST_BYTES = 256 * 2 ** 20;
/** Between two readings that must be equal before the wire counts as quiet. */
const QUIET_MS = 20;
/** Some protocols are never quiet: they ping. */
const READINGS = 50;

/**
 * What a payload costs on the wire, counted by a tap in a pass of its own, with a receiver and a connection of its own, so
 * that no measured time contains the tap.
 *
 * @returns the counts; a message that says why there are none
 */
export async function countWireBytes(options: CheckedOptions, adapter: Adapter): Promise<WireBytes | string> {
  let ended: string | undefined;
  const codec = codecOf(adapter);
  const connections = new Connections(1, {
    codec,
    maxFrameBytes: frameLimit(codec, options.maxPayloadBytes),
    timeoutMs: options.timeoutMs,
    ordered: adapter.supports.ordered,
    clock: systemClock,
  });
  const life = new RoundLife(({ code, message }) => {
    ended = message;
    connections.abandon(code === "LISTENER_FAILED" ? "ABORTED" : code, message);
  });
  const onAbort = () => life.end({ code: "ABORTED", message: "the caller ended the run" });
  options.signal?.addEventListener("abort", onAbort, { once: true });
  if (options.signal?.aborted) onAbort();
  const ends = new RoundEnds(options, adapter, life, systemClock, "plain");
  try {
    await ends.open(connections);
    const opened = await readWhenQuiet(ends);
    let sent = 0;
    let payloadBytes = 0;
    const send = async () => {
      const payload = options.payloads[sent % options.payloads.length] as Uint8Array;
      payloadBytes += payload.byteLength;
      await new Promise<void>((resolve, reject) => {
        connections.onSettled = ({ error }) => (error ? reject(new Error(error.message)) : resolve());
        connections.send(sent++, payload, systemClock.now());
      });
    };
    await send();
    const first = await readWhenQuiet(ends);
    payloadBytes = 0;
    while (sent <= MOST_PAYLOADS && payloadBytes < MOST_BYTES) await send();
    const last = await readWhenQuiet(ends);
    const steady = between(first, last);
    return {
      handshake: between(undefined, opened),
      first: between(opened, first),
      steady: {
        payloads: sent - 1,
        payloadBytes,
        ...steady,
        overheadRatio: payloadBytes > 0 ? (steady.upBytes + steady.downBytes) / payloadBytes : null,
      },
    };
  } catch (error) {
    return ended ?? messageOf(error);
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    connections.close();
    await ends.close();
  }
}

async function readWhenQuiet(ends: RoundEnds): Promise<TapReading> {
  let before: TapReading | null = null;
  for (let reading = 0; reading < READINGS; reading++) {
    const now = await ends.readTap();
    if (now === null) throw new Error("the tap gave no answer");
    if (before?.up.bytes === now.up.bytes && before.down.bytes === now.down.bytes) return now;
    before = now;
    await pause(QUIET_MS);
  }
  return before as TapReading;
}

function between(before: TapReading | undefined, after: TapReading): WireCount {
  return {
    upBytes: after.up.bytes - (before?.up.bytes ?? 0),
    upWrites: after.up.writes - (before?.up.writes ?? 0),
    downBytes: after.down.bytes - (before?.down.bytes ?? 0),
    downWrites: after.down.writes - (before?.down.writes ?? 0),
  };
}
