import { type Clock, NS_PER_MS } from "../clock/clock.js";

/** Options of `LinkSilence`. */
export interface LinkSilenceOptions {
  /** How long an acknowledgement may take. */
  readonly timeoutMs: number;
  /** After how many time-outs in a row the links count as silent. Null: never. */
  readonly giveUpAfter: number | null;
  readonly clock: Clock;
  /** Called after payloads have timed out. */
  onTimeout(): void;
  /** Called when the links count as silent, and after each further time-out until a reply comes. */
  onSilent(): void;
}

/**
 * Notices links that swallow everything: it counts time-outs in a row, with no reply between them. Payloads in flight
 * together time out together, for example while a receiver is stopped for a moment. So a time-out only counts if its
 * payload was sent after the one before it had timed out.
 */
export class LinkSilence {
  readonly #options: LinkSilenceOptions;
  #inARow = 0;
  #countedAt = Number.NEGATIVE_INFINITY;

  constructor(options: LinkSilenceOptions) {
    this.#options = options;
  }

  /** How many time-outs in a row there were since the last reply. */
  get inARow(): number {
    return this.#inARow;
  }

  /**
   * Whether the links count as silent at the end of a round.
   * @param unanswered whether none of its payloads was answered. They may be fewer than the time-outs that are allowed.
   */
  atEnd(unanswered: boolean): boolean {
    const { giveUpAfter } = this.#options;
    return giveUpAfter !== null && this.#inARow >= (unanswered ? 1 : giveUpAfter);
  }

  /** A reply came, whatever it says. */
  replied(): void {
    this.#inARow = 0;
  }

  /** A payload timed out. Must be called before another one is sent in its place. */
  timedOut(sentAt: number): void {
    if (sentAt >= this.#countedAt) this.#count();
  }

  /** All payloads that timed out together were counted. */
  expired(): void {
    this.#options.onTimeout();
    this.#check();
  }

  /**
   * A payload was due but not sent, because those that timed out still occupy all places. Nothing more can time out then.
   * So a whole `timeoutMs` of this counts like a time-out.
   */
  dropped(): void {
    if (this.#inARow === 0) return;
    const { clock, timeoutMs } = this.#options;
    if ((clock.now() - this.#countedAt) / NS_PER_MS < timeoutMs) return;
    this.#count();
    this.#check();
  }

  #count(): void {
    this.#inARow++;
    this.#countedAt = this.#options.clock.now();
  }

  #check(): void {
    const { giveUpAfter, onSilent } = this.#options;
    if (giveUpAfter !== null && this.#inARow >= giveUpAfter) onSilent();
  }
}
