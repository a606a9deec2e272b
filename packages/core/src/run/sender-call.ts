import type { AppliedProfile, Direction } from "../adapter/contract.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { RowEvent } from "../events/events.js";
import type { JsonObject } from "../result/json.js";
import type { RoundOutcome } from "../round/run-round.js";
import type { TlsSettings } from "../options/tls-option.js";

/** One round of one row as plain data: another process makes the adapter from it, and sends. */
export interface SenderCall {
  readonly adapter: {
    readonly name: string;
    readonly module: string;
    readonly options: JsonObject;
    readonly direction: Direction;
    readonly profile?: AppliedProfile;
    readonly tls?: TlsSettings;
  };
  readonly codec: { readonly name: string; readonly module?: string };
  readonly event: RowEvent;
  readonly settings: Omit<CheckedOptions, "rows" | "signal" | "events">;
}

/** What a sender's process is asked. */
export interface SenderControl {
  run(call: SenderCall): Promise<RoundOutcome>;
  /** Ends the round that runs; what was measured is what `run` resolves to. */
  abort(): Promise<void>;
}
