import type { Adapter } from "../adapter/contract.js";
import type { RoundEvent } from "../events/events.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { Emitter } from "../options/emitter-option.js";
import type { WirePass } from "./count-wire-bytes.js";

/** What is needed to measure a round. */
export interface RoundPlan {
  readonly adapter: Adapter;
  readonly settings: RoundSettings;
  readonly event: RoundEvent;
  readonly emitter: Emitter;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
  /** Result of the pass that counts bytes on the wire. Null if there was none. */
  readonly wire: WirePass | null;
}
