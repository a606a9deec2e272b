import type { PhaseName } from "../control/control-types.js";
import type { Load } from "../load/load.js";
import type { Payloads } from "../payload/payload-set.js";
import type { PhasePlan } from "./send-phase.js";

/** What the receiver must know before payloads come. */
export interface Announcement {
  readonly phase: PhaseName;
  /** The number of the first payload. Default: 0. */
  readonly firstPayload?: number;
  /** The phase has begun already. */
  readonly continues?: boolean;
}

/** What to send in a phase. */
export interface Sending extends Announcement, Pick<PhasePlan, "load" | "collector"> {
  /** Default: the payloads of the round. */
  readonly payloads?: Payloads;
  /** Default: 0. */
  readonly startAfterMs?: number;
  /** Default: null, now. */
  readonly startAt?: number | null;
  /** What the `phase` event names as the load of the phase. Default: `load`. */
  readonly whole?: Load;
  /** Does not emit the `phase` event. */
  readonly silent?: boolean;
  /**
   * Called before the load begins. Slow preparation must be here. Otherwise the first payload would be late.
   */
  prepare?(): void;
  /** Stops the load early. */
  readonly signal?: AbortSignal;
}
