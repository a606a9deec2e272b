import type { PhaseName } from "../control/control-types.js";
import type { Payloads } from "../payload/payload-set.js";
import type { PhasePlan } from "./send-phase.js";

/** What to send in a phase. */
export interface Sending extends Pick<PhasePlan, "load" | "collector"> {
  readonly phase: PhaseName;
  /** Default: the payloads of the round. */
  readonly payloads?: Payloads;
  /** The number of the first payload. Default: 0. */
  readonly firstPayload?: number;
  /** Default: 0. */
  readonly startAfterMs?: number;
  /** The phase has begun already. */
  readonly continues?: boolean;
  /** Does not emit the `phase` event. */
  readonly silent?: boolean;
  /**
   * Called before the load begins. Slow preparation must be here. Otherwise the first payload would be late.
   */
  prepare?(): void;
  /** Stops the load early. */
  readonly signal?: AbortSignal;
}
