// The kinds of what a run and the senders that join it send each other.
import type { OffsetInterval } from "../../clock/clock-offset.js";
import { bytes, endIdentity, failure, id, secret } from "../../control/control-kinds.js";
import type { Phase } from "../../events/events.js";
import { STOP_CODES, type StopReason } from "../../failure/codes.js";
import type { LoadSlice } from "../../load/slice-load.js";
import { senderLabel } from "../../options/join-benchmark-options.js";
import {
  flag,
  integer,
  invalidOption,
  type Kind,
  kindOf,
  mismatch,
  nullable,
  number,
  object,
  oneOf,
  optional,
  tagged,
} from "../../options/kinds.js";
import {
  shortList,
  shownJson,
  shownText,
  shownTexts,
  stampNs,
  timeMs,
} from "../../options/kinds-untrusted.js";
import { roundResult } from "../../result/round-kinds.js";
import { load } from "../../result/setting-kinds.js";
import type { Piece } from "../../round/measure-phase.js";
import type { RoundOutcome } from "../../round/round.js";
import type { UnplacedRound } from "../../round/round-result.js";
import type { SentPart } from "../../round/sent-part.js";
import { areSparse, MOST_SPARSE, type SparseCounts } from "../../stats/interval-times.js";
import { MAX_INTERVALS } from "../../stats/intervals.js";
import type { IntervalCounts, SeriesCounts } from "../../stats/series.js";
import type { WarmRound } from "../round-sender.js";
import type {
  AnswerName,
  CallOutcome,
  ClockReading,
  Joined,
  JoinRequest,
  Leaving,
  MeasureOrder,
  RelayedAnswer,
  RelayedEvent,
  RunEnd,
  SenderEvent,
  SenderKey,
} from "./join-types.js";
import { amount, limitMs, message } from "./kind-parts.js";

/** A difference of two clocks. */
const offsetNs = number();

const MOST_ADAPTERS = 100;

const key = { sender: amount, secret };
export const senderKey: Kind<SenderKey> = object<SenderKey>(key, message);

const libraries: Kind<JoinRequest["libraries"]> = {
  parse(name, value) {
    const checked = shownJson.parse(name, value);
    const entries = shortList(kindOf<string>("a name", Boolean), MOST_ADAPTERS).parse(
      name,
      Object.keys(checked),
    );
    return Object.fromEntries(entries.map((one) => [one, shownTexts.parse(`${name}.${one}`, checked[one])]));
  },
};

export const joinRequest: Kind<JoinRequest> = object<JoinRequest>(
  {
    identity: endIdentity,
    label: senderLabel,
    id,
    libraries,
  },
  message,
);

export const joined: Kind<Joined> = object<Joined>(
  { ...key, of: integer({ min: 1 }), identity: endIdentity, pollMs: limitMs, silenceTimeoutMs: limitMs },
  message,
);

/** Its kind depends on the call. */
export const unchecked: Kind<unknown> = { parse: (_, value) => value };
export const relayedAnswer: Kind<RelayedAnswer> = object<RelayedAnswer>(
  { ...key, id: amount, outcome: bytes },
  message,
);
export const answerName: Kind<AnswerName> = object<AnswerName>({ ...key, id: amount }, message);
export const callOutcome: Kind<CallOutcome> = object<CallOutcome>(
  { value: optional(unchecked), error: optional(failure) },
  message,
);

const phase = oneOf<Phase>(["wire-bytes", "connect", "warm-up", "measure", "drain"]);
export const relayedEvent: Kind<RelayedEvent> = object<RelayedEvent>(
  {
    ...key,
    event: tagged<SenderEvent>("name", {
      phase: object({ name: oneOf(["phase"]), phase }, message),
      progress: object(
        {
          name: oneOf(["progress"]),
          phase: oneOf(["warm-up", "measure"]),
          done: amount,
          elapsedMs: timeMs,
        },
        message,
      ),
    }),
  },
  message,
);

export const leaving: Kind<Leaving> = object<Leaving>({ ...key, because: nullable(shownText) }, message);

export const measureOrder: Kind<MeasureOrder> = object<MeasureOrder>(
  {
    slice: object<LoadSlice>({ load, startAfterMs: timeMs }, message),
    piece: object<Piece>({ sliced: flag, last: flag }, message),
    startAt: stampNs,
  },
  message,
);
export const abortMessage: Kind<{ readonly message: string }> = object<{ readonly message: string }>(
  { message: shownText },
  message,
);
export const runEnd: Kind<RunEnd> = object<RunEnd>({ error: nullable(failure) }, message);

export const warmRound: Kind<WarmRound> = object<WarmRound>(
  { serviceMs: nullable(timeMs), clockShared: flag },
  message,
);
const stop = object<StopReason>({ code: oneOf(STOP_CODES), message: shownText }, message);
export const stopReason: Kind<StopReason | null> = nullable(stop);

export const clockReading: Kind<ClockReading> = object<ClockReading>(
  {
    kind: oneOf(["shared", "separate"]),
    because: shownText,
    offset: nullable(object<OffsetInterval>({ atNs: stampNs, minNs: offsetNs, maxNs: offsetNs }, message)),
  },
  message,
);

/** A round of one sender as it is stored, but without its place in the run. */
const unplaced: Kind<UnplacedRound> = {
  parse(name, value) {
    const shown = shownJson.parse(name, value);
    const placed: unknown = { ...shown, block: 0, place: 0, slices: [] };
    const { block: _, place: __, ...round } = roundResult.parse(name, placed);
    const { senders, receivers } = round.ends;
    if (senders.length !== 1 || receivers.length !== 1) {
      throw mismatch(
        `${name}.ends`,
        "one sender and one receiver",
        `${senders.length} and ${receivers.length}`,
      );
    }
    return { ...round, slices: [] };
  },
};
const sparse: Kind<SparseCounts> = {
  parse(name, value) {
    const numbers = shortList(amount, MOST_SPARSE).parse(name, value);
    if (areSparse(numbers)) return numbers;
    throw invalidOption(name, "a bucket and its count, in turns", value);
  },
};
const series = object<SeriesCounts>(
  {
    of: oneOf(["responseMs", "serviceMs"]),
    intervalMs: number({ min: 1 }),
    intervals: shortList(
      object<IntervalCounts>(
        {
          sent: amount,
          failed: amount,
          dropped: amount,
          replies: amount,
          mostInFlight: amount,
          times: sparse,
          maxNs: number({ min: 0 }),
        },
        message,
      ),
      MAX_INTERVALS,
    ),
  },
  message,
);
const part = object<SentPart>(
  {
    beganAt: nullable(stampNs),
    firstSentAfterMs: nullable(timeMs),
    window: nullable(object<NonNullable<SentPart["window"]>>({ ms: timeMs, acknowledged: amount }, message)),
    series,
  },
  message,
);
export const roundOutcome: Kind<RoundOutcome> = object<RoundOutcome>(
  {
    result: unplaced,
    stop: optional(stop) as Kind<StopReason | undefined>,
    part: optional(part) as Kind<SentPart>,
  },
  message,
);
