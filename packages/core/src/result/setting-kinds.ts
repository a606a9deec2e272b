// The kinds of the settings in a stored result.
import type { AppliedProfile, Override, ProfileSetting } from "../adapter/contract.js";
import type { ClockReport } from "../clock/clock-model.js";
import type { ClosedLoop, ConstantRate, Load, Poisson, Stage, Stages } from "../load/load.js";
import type { Network } from "../network/network.js";
import {
  flag,
  integer,
  invalidOption,
  isObject,
  json,
  jsonObject,
  type Kind,
  listOf,
  nullable,
  number,
  oneOf,
  optional,
  recordOf,
  text,
  withDefault,
} from "../options/kinds.js";
import { PAYLOAD_KINDS } from "../payload/payload-source.js";
import { MEASURES } from "../verdict/comparison.js";
import type { Reference } from "../verdict/pairs.js";
import type {
  AdapterReport,
  NotSliced,
  PayloadReport,
  PayloadSourceReport,
  RoundsRule,
  RunSettings,
} from "./result.js";
import { shape, union } from "./shape.js";

const amount = integer({ min: 0 });
const ms = number({ min: 0 });
const count = nullable(amount);
const durationMs = nullable(ms);
const rate = number({ min: 0 });

const labels = recordOf(text());

const reference: Kind<Reference> = {
  parse: (name, value) => (isObject(value) ? labels : text()).parse(name, value),
  schema: { anyOf: [text().schema, labels.schema] },
};

export const runSettings: Kind<RunSettings> = shape<RunSettings>("RunSettings")({
  rounds: integer({ min: 1 }),
  roundsRule: nullable(
    shape<RoundsRule>("RoundsRule")({
      min: integer({ min: 1 }),
      max: integer({ min: 1 }),
      until: nullable(number({ min: 0 })),
      tolerance: optional(number({ min: 0 })),
    }),
  ),
  reference,
  margin: number({ min: 0, max: 1 }),
  cells: integer({ min: 1, max: 1_000_000 }),
  decideBy: oneOf(MEASURES),
  budgetMs: nullable(ms),
  lengthChosen: flag,
  slices: nullable(integer({ min: 1 })),
  notSliced: nullable(
    oneOf<NotSliced>([
      ...(["one-round", "one-adapter", "not-wanted", "receiver-server", "several-senders"] as const),
      ...(["sender-port", "stages", "separate-clocks", "short-load"] as const),
    ]),
  ),
  seed: integer(),
  wireBytes: flag,
  explain: flag,
  maxTransmissions: amount,
  senderPort: amount,
  timeoutMs: ms,
  giveUpAfter: nullable(integer({ min: 1 })),
  connectTimeoutMs: ms,
  silenceTimeoutMs: ms,
  maxPayloadBytes: amount,
  clockChecks: flag,
  senders: withDefault(integer({ min: 1 }), 1),
  sendersJoined: withDefault(flag, false),
  receivers: withDefault(integer({ min: 1 }), 1),
  receiver: oneOf(["process", "inline", "remote"]),
  receiverUrl: nullable(text()),
});

export const payloadReport: Kind<PayloadReport> = shape<PayloadReport>("PayloadReport")({
  sources: listOf(
    shape<PayloadSourceReport>("PayloadSourceReport")({
      kind: oneOf(["bytes", "file", "files", "lines", ...PAYLOAD_KINDS]),
      from: nullable(text()),
      seed: nullable(integer()),
      distinct: integer({ min: 1 }),
      leastBytes: amount,
      meanBytes: number({ min: 0 }),
      mostBytes: amount,
      sha256: nullable(text()),
    }),
  ),
  replyBytes: amount,
});

const profile = shape<AppliedProfile>("AppliedProfile")({
  name: oneOf(["default", "tuned"]),
  settings: listOf(shape<ProfileSetting>("ProfileSetting")({ option: text(), value: json, reason: text() })),
});

export const adapterReport: Kind<AdapterReport> = shape<AdapterReport>("AdapterReport")({
  name: text(),
  title: text(),
  codec: text(),
  options: jsonObject,
  chosen: listOf(text()),
  automaticLabel: flag,
  profile: nullable(profile),
  overrides: listOf(
    shape<Override>("Override")({ setting: text(), value: json, libraryValue: json, reason: text() }),
  ),
  direction: oneOf(["upload", "push"]),
  encryption: oneOf(["none", "local", "own"]),
  unixSocket: flag,
});

export const network: Kind<Network> = shape<Network>("Network")({
  name: oneOf(["lan", "wan", "custom"]),
  delayMs: ms,
  jitterMs: ms,
  rateMbps: nullable(number({ min: 0 })),
  seed: integer(),
});

const ramp = shape<{ readonly from: number; readonly to: number }>("Ramp")({ from: rate, to: rate });

const stageRate: Kind<Stage["ratePerSecond"]> = {
  parse(name, value) {
    if (typeof value === "number") return rate.parse(name, value);
    if (!isObject(value)) throw invalidOption(name, "a number, or an object with `from` and `to`", value);
    return ramp.parse(name, value);
  },
  schema: { anyOf: [rate.schema, ramp.schema] },
};

export const load: Kind<Load> = union<Load>("Load", "kind", {
  "closed-loop": shape<ClosedLoop>("ClosedLoop")({
    kind: oneOf(["closed-loop"]),
    concurrency: integer({ min: 1 }),
    thinkTimeMs: ms,
    count,
    durationMs,
  }),
  "constant-rate": shape<ConstantRate>("ConstantRate")({
    kind: oneOf(["constant-rate"]),
    ratePerSecond: rate,
    count,
    durationMs,
  }),
  poisson: shape<Poisson>("Poisson")({
    kind: oneOf(["poisson"]),
    ratePerSecond: rate,
    seed: integer(),
    count,
    durationMs,
  }),
  stages: shape<Stages>("Stages")({
    kind: oneOf(["stages"]),
    stages: listOf(shape<Stage>("Stage")({ ratePerSecond: stageRate, durationMs: ms })),
    count,
  }),
});

type Clock<Name extends ClockReport["kind"]> = Extract<ClockReport, { kind: Name }>;

export const clockReport: Kind<ClockReport> = union<ClockReport>("ClockReport", "kind", {
  shared: shape<Clock<"shared">>("SharedClock")({ kind: oneOf(["shared"]), because: text() }),
  estimated: shape<Clock<"estimated">>("EstimatedClock")({
    kind: oneOf(["estimated"]),
    because: text(),
    offsetMs: number(),
    errorMs: ms,
    maxDriftPpm: ms,
    driftPpm: nullable(number()),
    driftErrorPpm: nullable(number()),
    comparedDuring: amount,
  }),
  "ack-derived": shape<Clock<"ack-derived">>("AckDerivedClock")({
    kind: oneOf(["ack-derived"]),
    because: text(),
    halfRoundTripMs: ms,
    offsetMs: nullable(number()),
    errorMs: nullable(ms),
  }),
});
