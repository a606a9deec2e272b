import type { Clock } from "../clock/clock.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { Payloads } from "../payload/payload-set.js";
import type { Exchange } from "./exchange.js";
import type { MeasurePhase, Piece } from "./measure-phase.js";
import type { ReceiverSession } from "./receiver-session.js";
import type { RoundEvents } from "./round-events.js";
import type { RoundStatus } from "./round-status.js";
import { type PhasePlan, type PhaseSent, sendPhase } from "./send-phase.js";
import type { Announcement, Sending } from "./sending.js";

/** What the phases of a round have in common. */
export interface PhaseSenderOptions {
  readonly settings: RoundSettings;
  readonly payloads: Payloads;
  readonly exchange: Exchange;
  readonly receiver: ReceiverSession;
  readonly status: RoundStatus;
  readonly events: RoundEvents;
  readonly clock: Clock;
}

/** Sends the phases of a round, one after another. Each payload of the round has another sequence number. */
export class PhaseSender {
  /** The sequence number of the next payload. */
  nextSequence = 0;
  readonly #options: PhaseSenderOptions;

  constructor(options: PhaseSenderOptions) {
    this.#options = options;
  }

  /** Announces a phase and sends its payloads. Undefined if the round had already ended. */
  async send(sending: Sending): Promise<PhaseSent | undefined> {
    await this.announce(sending);
    return this.transmit(sending);
  }

  /** Starts a phase at the receiver, or goes on with it. */
  async announce({ phase, firstPayload = 0, continues }: Announcement): Promise<void> {
    const { status, receiver } = this.#options;
    if (status.ended) return;
    if (continues) await receiver.resumePhase();
    else await receiver.startPhase({ phase, firstSequence: this.nextSequence, firstPayload });
  }

  /**
   * Sends a piece of a phase that was announced, with its numbers in `collector`. Undefined if the round had already ended.
   */
  async sendPiece(
    collector: MeasurePhase,
    sending: Omit<Sending, "collector" | "prepare">,
    piece: Piece,
  ): Promise<PhaseSent | undefined> {
    const { firstPayload = 0 } = sending;
    const sent = await this.transmit({
      ...sending,
      collector,
      prepare: () => collector.prepare(piece),
      firstPayload: firstPayload + collector.recorder.settled,
      silent: collector.continues || (sending.silent ?? false),
    });
    if (sent) collector.pause(sent);
    return sent;
  }

  /** Sends the payloads of a phase that was announced. Undefined if the round had already ended. */
  async transmit({ phase, load, collector, ...more }: Sending): Promise<PhaseSent | undefined> {
    const { settings, payloads, exchange, status, events, clock } = this.#options;
    if (status.ended) return undefined;
    if (!more.silent) events.phase(phase, more.whole ?? load);
    more.prepare?.();
    const plan: PhasePlan = {
      exchange,
      load,
      startAt: more.startAt ?? null,
      startAfterMs: more.startAfterMs ?? 0,
      payloads: more.payloads ?? payloads,
      firstPayload: more.firstPayload ?? 0,
      firstSequence: this.nextSequence,
      collector,
      clock,
      maxInFlight: settings.maxInFlight,
      // A warm-up sends equally many payloads over each connection.
      ...(phase === "warm-up" ? { order: "in-turn" } : {}),
      signal: more.signal ? AbortSignal.any([status.sending, more.signal]) : status.sending,
    };
    const sent = await sendPhase(plan);
    await status.decided();
    this.nextSequence += sent.sent;
    return sent;
  }
}
