import type { CallTable } from "../../control/calls.js";
import { nothing } from "../../control/control-kinds.js";
import type { Nothing } from "../../control/control-types.js";
import type { StopReason } from "../../failure/codes.js";
import type { RoundOutcome } from "../../round/round.js";
import type { WarmRound } from "../round-sender.js";
import {
  abortMessage,
  clockReading,
  measureOrder,
  roundOutcome,
  runEnd,
  stopReason,
  warmRound,
} from "./join-kinds.js";
import type { ClockReading, MeasureOrder, RunEnd } from "./join-types.js";
import type { OrderData } from "./order-data.js";
import { orderData } from "./order-kinds.js";

/** The calls of a run to a sender that joined it. Those of a round come in the order of `SenderControl`. */
export interface RelayControl {
  /** Starts a process for a round, connects and warms up. */
  open(order: OrderData): Promise<WarmRound>;
  /** See `SenderControl.prepare`. */
  prepare(argument: Nothing): Promise<StopReason | null>;
  /** Compares the clock of the sender with that of the run. */
  compareClocks(argument: Nothing): Promise<ClockReading>;
  /** See `SenderControl.measure`. */
  measure(order: MeasureOrder): Promise<StopReason | null>;
  /** See `SenderControl.finish`. */
  finish(argument: Nothing): Promise<RoundOutcome>;
  /** Ends the running round early. Its calls then resolve soon. */
  abort(argument: { readonly message: string }): Promise<Nothing>;
  /** Ends the process of the round. */
  close(argument: Nothing): Promise<Nothing>;
  /** The run is over. No call follows. */
  end(argument: RunEnd): Promise<Nothing>;
}

export type RelayCallName = keyof RelayControl;

/** 200,000 transmissions, of about 400 bytes each, with histograms and the series. */
const MOST_ROUND_BYTES = 128 * 2 ** 20;

/** All calls to a sender. Each end checks what the other sends. */
export const RELAY_CALLS: CallTable<RelayControl> = {
  open: { argument: orderData, answer: warmRound },
  prepare: { argument: nothing, answer: stopReason },
  compareClocks: { argument: nothing, answer: clockReading },
  measure: { argument: measureOrder, answer: stopReason },
  finish: { argument: nothing, answer: roundOutcome, mostAnswerBytes: MOST_ROUND_BYTES },
  abort: { argument: abortMessage, answer: nothing },
  close: { argument: nothing, answer: nothing },
  end: { argument: runEnd, answer: nothing },
};

export function isRelayCall(name: string): name is RelayCallName {
  return Object.hasOwn(RELAY_CALLS, name);
}
