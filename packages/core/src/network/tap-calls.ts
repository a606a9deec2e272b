import type { RelayOptions } from "./relay.js";
import type { TapReading } from "./tap-reading.js";

/** What a tap's process is asked over the IPC channel. */
export type TapRequest =
  | { readonly id: number; readonly call: "start"; readonly options: RelayOptions }
  | { readonly id: number; readonly call: "read" };

/** Where a started tap listens. */
export interface TapAddress {
  readonly host: string;
  readonly port: number;
}

/** Its answer. */
export type TapReply =
  | { readonly id: number; readonly value: TapAddress | TapReading }
  | { readonly id: number; readonly error: string };
