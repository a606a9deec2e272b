import type { RoundResult } from "@wireduel/core";
import type { ProgressHandlers, ProgressRound } from "../progress/progress-events.js";

/** The event `round`, with what arrived. */
type RoundWithCounts = ProgressRound & { readonly result: Pick<RoundResult, "counts"> };

const FAULTS = ["dropped", "failed", "lost", "undelivered", "duplicated", "damaged"] as const;

/**
 * Ends a measurement after the first block in which a payload did not arrive once and unchanged. The gate has no answer
 * then, and every lost payload would wait for its timeout.
 */
export class FirstFailure {
  readonly #end = new AbortController();
  /** Aborts at a failure, or when the user interrupts the gate. */
  readonly signal: AbortSignal;
  #reason: string | null = null;

  /** @param user aborts when the user interrupts the gate */
  constructor(user: AbortSignal) {
    this.signal = AbortSignal.any([user, this.#end.signal]);
  }

  /** What failed. Null: nothing did. */
  get reason(): string | null {
    return this.#reason;
  }

  /** The same handlers, which also notice a failure. */
  watch(handlers: ProgressHandlers): ProgressHandlers {
    return {
      pause: (event) => handlers.pause(event),
      stored: (event) => handlers.stored(event),
      join: (event) => handlers.join(event),
      round: (event) => {
        handlers.round(event);
        const { label, result } = event as RoundWithCounts;
        const faults = FAULTS.filter((fault) => (result.counts[fault] ?? 0) > 0);
        if (faults.length === 0) return;
        const counts = faults.map((fault) => `${result.counts[fault]} ${fault}`).join(", ");
        this.#reason ??= `${label}: ${counts} of ${result.counts.sent} payloads`;
      },
      block: (event) => {
        handlers.block(event);
        if (this.#reason !== null) this.#end.abort();
      },
    };
  }
}
