import type { CallApi } from "../../control/call-api.js";
import type { CallTable } from "../../control/calls.js";
import { clockStamps, nothing } from "../../control/control-kinds.js";
import type { ClockStamps, Nothing } from "../../control/control-types.js";
import { integer, invalidOption, type Kind, nullable, object, text } from "../../options/kinds.js";
import {
  joined,
  joinRequest,
  leaving,
  relayedAnswer,
  relayedEvent,
  senderKey,
  unchecked,
} from "./join-kinds.js";
import type {
  Joined,
  JoinRequest,
  Leaving,
  NextCall,
  RelayedAnswer,
  RelayedCall,
  RelayedEvent,
  SenderKey,
} from "./join-types.js";
import { isRelayCall, RELAY_CALLS } from "./relay-calls.js";

/** The calls of a sender to the run that it joins. A sender may be behind a firewall, so it always calls. */
export interface JoinControl {
  join(argument: JoinRequest): Promise<Joined>;
  /** Waits for the next call of the run. */
  next(argument: SenderKey): Promise<NextCall>;
  /** Answers a call of the run. */
  answer(argument: RelayedAnswer): Promise<Nothing>;
  /** Passes on what happens in a round. */
  emit(argument: RelayedEvent): Promise<Nothing>;
  /** Returns stamps of the run's clock. */
  stampClock(argument: Nothing): Promise<ClockStamps>;
  leave(argument: Leaving): Promise<Nothing>;
}

export type JoinCallName = keyof JoinControl;

/** 64 MiB of given payloads in base64, and the rest of a round. */
const MOST_ORDER_BYTES = 96 * 2 ** 20;

const anyCall = object<{ id: number; name: string; argument: unknown }>(
  { id: integer({ min: 0 }), name: text(), argument: unchecked },
  { unknown: "ignore" },
);
const relayedCall: Kind<RelayedCall> = {
  parse(field, value) {
    const { id, name, argument } = anyCall.parse(field, value);
    if (!isRelayCall(name)) throw invalidOption(`${field}.name`, "a call that this version knows", name);
    return { id, name, argument: RELAY_CALLS[name].argument.parse(`${field}.argument`, argument) };
  },
};

/** All calls to a run. */
export const JOIN_CALLS: CallTable<JoinControl> = {
  join: { argument: joinRequest, answer: joined },
  next: {
    argument: senderKey,
    answer: object<NextCall>({ call: nullable(relayedCall) }, { unknown: "ignore" }),
    mostAnswerBytes: MOST_ORDER_BYTES,
  },
  answer: { argument: relayedAnswer, answer: nothing, bytes: "outcome" },
  emit: { argument: relayedEvent, answer: nothing },
  stampClock: { argument: nothing, answer: clockStamps },
  leave: { argument: leaving, answer: nothing },
};

/** The calls of a sender to a run over HTTP. */
export const JOIN_API: CallApi = {
  prefix: "/join/v1/",
  calls: JOIN_CALLS,
  who: "run",
  unreachable: "COORDINATOR_UNREACHABLE",
};
