import type { Clock } from "../clock/clock.js";
import { LoadGenerator } from "../load/generate-load.js";
import type { Load } from "../load/load.js";
import { pacerOf } from "../load/pacer-of.js";
import type { Connections } from "./connections.js";
import type { SentRecord } from "./exchange.js";

/** One phase's payloads: which, when, over what. */
export interface PhaseToSend {
  readonly connections: Connections;
  readonly load: Load;
  /** Which connection is next; see `Connections.begin`. */
  readonly order: "in-turn" | "free-first";
  /** Sent in turn. */
  readonly payloads: readonly Uint8Array[];
  /** The number of the first. */
  readonly firstSequence: number;
  /** The most under way where the load is a plan. */
  readonly maxInFlight: number;
  readonly clock: Clock;
  /** Ends the phase early. */
  readonly signal: AbortSignal;
  /** The load begins now. */
  onBegin?(beganAt: number): void;
  /** See `ExchangeOptions.onSettled`. */
  onSettled(record: SentRecord): void;
  /** A payload was due, and is not sent. */
  onDropped?(dueAt: number): void;
  /** Nothing more is due; payloads may be under way. */
  onDrain?(): void;
}

/** What came of a phase, beside its payloads. */
export interface PhaseSent {
  /** How many numbers were given out. */
  readonly sent: number;
  /** The most that were under way together. */
  readonly mostInFlight: number;
  /** How long the event loop turned for nothing but the wait for due times. */
  readonly spinNs: number;
}

/** Sends as the load says, and waits for the last payload to settle, which its time-out bounds. */
export async function sendPhase(phase: PhaseToSend): Promise<PhaseSent> {
  const { connections, load, payloads, firstSequence, clock } = phase;
  let sent = 0;
  let mostInFlight = 0;
  let onEmpty: (() => void) | undefined;
  const generator = new LoadGenerator({
    pacer: pacerOf(load),
    // A closed loop bounds itself.
    maxInFlight: load.kind === "closed-loop" ? Number.POSITIVE_INFINITY : phase.maxInFlight,
    clock,
    signal: phase.signal,
    inFlight: () => connections.occupied,
    send(dueAt) {
      const payload = payloads[sent % payloads.length] as Uint8Array;
      connections.send(firstSequence + sent++, payload, dueAt);
      mostInFlight = Math.max(mostInFlight, connections.inFlight);
    },
    drop: (dueAt) => phase.onDropped?.(dueAt),
  });
  connections.begin(phase.order);
  connections.onSettled = (record) => {
    generator.settled(record.error ? clock.now() : record.acknowledgedAt);
    phase.onSettled(record);
    if (connections.inFlight === 0) onEmpty?.();
  };
  const beganAt = clock.now();
  phase.onBegin?.(beganAt);
  await generator.run(beganAt);
  phase.onDrain?.();
  if (connections.inFlight > 0) {
    await new Promise<void>((resolve) => {
      onEmpty = resolve;
    });
  }
  return { sent, mostInFlight, spinNs: generator.spinNs };
}
