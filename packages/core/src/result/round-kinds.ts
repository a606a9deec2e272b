// The kinds of a stored round.
import {
  type Failure,
  PAYLOAD_ERROR_CODES,
  ROUND_ERROR_CODES,
  WARNING_CODES,
  type Warning,
} from "../failure/codes.js";
import {
  flag,
  integer,
  jsonObject,
  type Kind,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  recordOf,
  text,
} from "../options/kinds.js";
import type { LoopDelay } from "../process/resource-meter.js";
import type { ResourceInterval, ResourceSeries } from "../process/resource-series.js";
import type {
  Counts,
  EndReport,
  EndResources,
  Ends,
  HeldBack,
  PayloadFailure,
  RoundResult,
  RoundTls,
  RunStatus,
  SenderPart,
  SendersReport,
  Slice,
  SliceMedians,
  SteadyWireCount,
  Totals,
  Transmission,
  WireBytes,
  WireCount,
} from "./result.js";
import { clockReport, load } from "./setting-kinds.js";
import { shape } from "./shape.js";
import { histograms, series, times } from "./time-kinds.js";

const amount = integer({ min: 0 });
const size = number({ min: 0 });
const ms = number({ min: 0 });
/** One-way times may be negative, because of the error of the clock offset. */
const time = nullable(number());

export const runStatus: Kind<RunStatus> = oneOf(["completed", "failed", "aborted"]);

/** @param title name of the type in the schema */
function failure<Code extends string>(title: string, codes: readonly Code[]): Kind<Failure<Code>> {
  return object<Failure<Code>>({ code: oneOf(codes), message: text() }, { title, unknown: "ignore" });
}

export const transmission: Kind<Transmission> = shape<Transmission>("Transmission")({
  index: amount,
  status: oneOf(["acknowledged", "damaged", "failed"]),
  connection: amount,
  payloadBytes: amount,
  frameBytes: nullable(amount),
  dueAfterMs: number(),
  sentAfterMs: number(),
  slipMs: ms,
  encodeMs: nullable(ms),
  transportMs: time,
  decodeMs: nullable(ms),
  transmissionMs: time,
  serviceMs: nullable(ms),
  responseMs: nullable(ms),
  error: optional(failure("PayloadError", PAYLOAD_ERROR_CODES)),
});

const slice = shape<Slice>("Slice")({
  place: amount,
  acknowledged: amount,
  medians: shape<SliceMedians>("SliceMedians")({
    encodeMs: nullable(ms),
    transportMs: time,
    decodeMs: nullable(ms),
    transmissionMs: time,
    serviceMs: nullable(ms),
    responseMs: nullable(ms),
    slipMs: nullable(ms),
  }),
  acknowledgedPerSecond: nullable(number({ min: 0 })),
});

const totals = shape<Totals>("Totals")({
  transferMs: time,
  sumOfTransmissionMs: time,
  busyMs: nullable(ms),
  wallMs: nullable(ms),
  acknowledgedPerSecond: nullable(number({ min: 0 })),
  payloadBytes: size,
  frameBytes: size,
});

const counts = shape<Counts>("Counts")({
  sent: amount,
  passed: amount,
  acknowledged: amount,
  failed: amount,
  dropped: amount,
  mostInFlight: amount,
  delivered: nullable(amount),
  lost: nullable(amount),
  undelivered: nullable(amount),
  duplicated: nullable(amount),
  reordered: nullable(amount),
  damaged: nullable(amount),
});

const wireCount = { upBytes: amount, upWrites: amount, downBytes: amount, downWrites: amount };
const passed = shape<WireCount>("WireCount")(wireCount);

const wire = shape<WireBytes>("WireBytes")({
  handshake: passed,
  first: passed,
  steady: shape<SteadyWireCount>("SteadyWireCount")({
    ...wireCount,
    payloads: amount,
    payloadBytes: amount,
    replyBytes: amount,
    waitsPerPayload: nullable(number({ min: 0 })),
    overheadRatio: nullable(number({ min: 0 })),
  }),
});

const perPayload = nullable(number({ min: 0 }));

const resourceSeries = shape<ResourceSeries>("ResourceSeries")({
  intervalMs: ms,
  intervals: listOf(
    shape<ResourceInterval>("ResourceInterval")({
      startMs: ms,
      cpuShare: number({ min: 0 }),
      workShare: number({ min: 0 }),
    }),
  ),
});

const resources = shape<EndResources>("EndResources")({
  durationMs: ms,
  cpuUserMs: ms,
  cpuSystemMs: ms,
  rssBytes: size,
  rssPeakBytes: size,
  heapUsedBytes: size,
  loopBusyShare: number({ min: 0 }),
  loopDelayMs: nullable(shape<LoopDelay>("LoopDelay")({ p50: ms, p99: ms, max: ms })),
  gcCount: amount,
  gcTotalMs: ms,
  gcMaxMs: ms,
  series: resourceSeries,
  minorFaults: nullable(amount),
  majorFaults: nullable(amount),
  voluntarySwitches: nullable(amount),
  involuntarySwitches: nullable(amount),
  cpuMsPerPayload: nullable(ms),
  minorFaultsPerPayload: perPayload,
  majorFaultsPerPayload: perPayload,
  voluntarySwitchesPerPayload: perPayload,
  involuntarySwitchesPerPayload: perPayload,
  workShare: number({ min: 0 }),
});

const end = shape<EndReport>("EndReport")({
  node: text(),
  flags: listOf(text()),
  core: text(),
  contract: integer(),
  libraries: recordOf(text()),
  settings: jsonObject,
  notes: listOf(text()),
  resources: nullable(resources),
});

const roundError = failure("RoundError", ROUND_ERROR_CODES);

/** A warning of a round or of a run. */
export const warning: Kind<Warning> = shape<Warning>("Warning")({
  code: oneOf(WARNING_CODES),
  message: text(),
});

const senders = shape<SendersReport>("SendersReport")({
  startSkewMs: nullable(ms),
  skewErrorMs: ms,
  each: listOf(
    shape<SenderPart>("SenderPart")({
      label: text(),
      status: runStatus,
      end: nullable(amount),
      receiver: nullable(amount),
      load,
      firstConnection: amount,
      connections: integer({ min: 1 }),
      startedAfterMs: nullable(ms),
      counts,
      times,
      acknowledgedPerSecond: nullable(number({ min: 0 })),
      warnings: listOf(warning),
      error: nullable(roundError),
    }),
  ),
});

export const roundResult: Kind<RoundResult> = shape<RoundResult>("RoundResult")({
  block: amount,
  place: amount,
  status: runStatus,
  clock: clockReport,
  tls: nullable(
    shape<RoundTls>("RoundTls")({ mutual: flag, version: nullable(text()), cipher: nullable(text()) }),
  ),
  connectMs: ms,
  firstTransmission: nullable(transmission),
  warmedUp: amount,
  transmissions: listOf(transmission),
  slices: listOf(slice),
  totals,
  times,
  timesFrom: oneOf(["transmissions", "histograms"]),
  histograms,
  series,
  counts,
  failures: listOf(
    shape<PayloadFailure>("PayloadFailure")({
      code: oneOf(PAYLOAD_ERROR_CODES),
      count: amount,
      first: text(),
    }),
  ),
  wire: nullable(wire),
  held: nullable(shape<HeldBack>("HeldBack")({ upMs: time, downMs: time })),
  ends: shape<Ends>("Ends")({ senders: listOf(end), receivers: listOf(end) }),
  senders: optional(senders),
  warnings: listOf(warning),
  errors: listOf(roundError),
});
