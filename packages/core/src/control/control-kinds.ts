// The kinds of the control calls. Over HTTP, each end checks what the other sends.
import type { AdapterData } from "../adapter/adapter-data.js";
import type { Endpoint } from "../adapter/contract.js";
import { isSecret } from "../adapter/secret.js";
import type { ClockIdentity } from "../clock/clock-relation.js";
import { ERROR_CODES, type ErrorCode, type Failure } from "../failure/codes.js";
import {
  flag,
  integer,
  invalidOption,
  jsonObject,
  type Kind,
  kindOf,
  listOf,
  mismatch,
  nullable,
  number,
  object,
  oneOf,
  optional,
  tagged,
  text,
  withDefault,
} from "../options/kinds.js";
import { shortList, shownJson, shownText, shownTexts, stampNs, timeMs } from "../options/kinds-untrusted.js";
import { MAX_TIMER_MS } from "../options/load-option.js";
import { type GeneratedPayloads, PAYLOAD_KINDS } from "../payload/payload-source.js";
import type { LoopDelay, Resources } from "../process/resource-meter.js";
import type { ResourceInterval, ResourceSeries } from "../process/resource-series.js";
import { DAMAGED_LISTED, type ReceivedCounts } from "../receiver/receive-frame.js";
import { MAX_INTERVALS } from "../stats/intervals.js";
import type { TlsReport } from "../tls/link-tls.js";
import type {
  ClockStamps,
  Dialled,
  DialRequest,
  EndIdentity,
  Nothing,
  PhaseMark,
  PhaseName,
  ReceiverReport,
  References,
  SenderGroup,
  SessionName,
  SessionOpened,
  SessionRequest,
  SourceData,
} from "./control-types.js";

/** Unknown fields are ignored, because an older or newer end may send them. */
const message = { unknown: "ignore" } as const;
const name = text(/^[a-z0-9-]{1,64}$/, "a name of a-z, 0-9 and -");
export const id: Kind<string> = text(/^[\w-]{1,100}$/, "an id of A-Z, a-z, 0-9, - and _");
export const secret: Kind<string> = kindOf<string>("a secret of 32 characters", isSecret);
/** How many texts of one sort an end reports: flags, notes, errors. */
const MOST_TEXTS = 1_000;
const texts = shortList(shownText, MOST_TEXTS);
const amount = integer({ min: 0 });
const share = number({ min: 0, max: 1 });
export const bytes: Kind<Uint8Array> = kindOf("bytes", (value) => value instanceof Uint8Array);

export const failure: Kind<Failure<ErrorCode>> = object<Failure<ErrorCode>>(
  { code: oneOf(ERROR_CODES), message: shownText },
  message,
);
export const nothing: Kind<Nothing> = object<Nothing>({}, message);
export const sessionName: Kind<SessionName> = object<SessionName>({ session: id }, message);

export const endIdentity: Kind<EndIdentity> = object<EndIdentity>(
  {
    contract: integer(),
    core: shownText,
    node: shownText,
    flags: texts,
    clock: object<ClockIdentity>(
      {
        bootId: nullable(shownText),
        timeNamespace: nullable(shownText),
        hostname: shownText,
        platform: shownText,
      },
      message,
    ),
  },
  message,
);

/** A certificate in PEM has a few kilobytes. */
const certificate = text(/^[\s\S]{1,32768}$/, "a certificate in PEM");
const endpoint: Kind<Endpoint> = object<Endpoint>(
  { url: text(/^[\x21-\x7e]{1,2048}$/, "a URL"), certificate: optional(certificate) as Kind<string> },
  message,
);

/** `local` is never sent over HTTP: the other host uses its own registered adapters and certificates. */
export const adapterNamed: Kind<AdapterData> = object<Omit<AdapterData, "local">>(
  {
    name,
    options: jsonObject,
    codec: name,
    direction: oneOf(["upload", "push"]),
    encryption: oneOf(["none", "local", "own"]),
  },
  message,
) as Kind<AdapterData>;

export const MOST_PAYLOAD_BYTES: number = 2 ** 30;
export const MOST_PAYLOADS = 1_000_000;
export const MOST_SOURCES = 1_000;
const MOST_SENDERS = 1_000;
/** Payloads of all sources together. */
const MOST_GENERATED = 2_000_000;

const anyGenerated = object<GeneratedPayloads>(
  {
    kind: oneOf(PAYLOAD_KINDS),
    sizeBytes: integer({ min: 0, max: MOST_PAYLOAD_BYTES }),
    distinct: integer({ min: 1, max: MOST_PAYLOADS }),
    seed: integer(),
  },
  message,
);
export const generated: Kind<GeneratedPayloads> = {
  parse(field, value) {
    const parsed = anyGenerated.parse(field, value);
    if (parsed.sizeBytes * parsed.distinct <= MOST_PAYLOAD_BYTES) return parsed;
    throw invalidOption(field, `payloads of at most ${MOST_PAYLOAD_BYTES} bytes in total`, value);
  },
};
const copied = object<{ readonly kind: "copied" }>({ kind: oneOf(["copied"]) }, message);
const source: Kind<SourceData> = tagged<SourceData>("kind", {
  copied,
  ...Object.fromEntries(PAYLOAD_KINDS.map((kind) => [kind, generated])),
});

export const senderGroup: Kind<SenderGroup> = object<SenderGroup>(
  { id, senders: integer({ min: 1, max: MOST_SENDERS }) },
  message,
);

const anyRequest = object<SessionRequest>(
  {
    sender: object({ contract: integer(), core: shownText }, message),
    adapter: adapterNamed,
    maxPayloadBytes: integer({ min: 1, max: MOST_PAYLOAD_BYTES }),
    payloads: shortList(source, MOST_SOURCES),
    replies: nullable(generated),
    // A foreign client is alone, and need not know of it.
    group: withDefault<SenderGroup | null>(nullable(senderGroup), null),
  },
  message,
);
/** Each source is bounded, and all of them together too. */
export const sessionRequest: Kind<SessionRequest> = {
  parse(field, value) {
    const request = anyRequest.parse(field, value);
    const generated = request.payloads.filter((one) => one.kind !== "copied");
    const bytes = generated.reduce((sum, { sizeBytes, distinct }) => sum + sizeBytes * distinct, 0);
    const distinct = generated.reduce((sum, one) => sum + one.distinct, 0);
    if (bytes <= MOST_PAYLOAD_BYTES && distinct <= MOST_GENERATED) return request;
    const wanted = `at most ${MOST_GENERATED} payloads with ${MOST_PAYLOAD_BYTES} bytes in total`;
    throw mismatch(`${field}.payloads`, wanted, `${distinct} with ${bytes} bytes`);
  },
};

export const sessionOpened: Kind<SessionOpened> = object<SessionOpened>(
  {
    session: id,
    secret,
    endpoint: nullable(endpoint),
    mutualTls: flag,
    libraries: shownTexts,
    // The sender calls several times in this time.
    silenceTimeoutMs: nullable(number({ min: 1_000, max: MAX_TIMER_MS })),
  },
  message,
);

export const references: Kind<References> = object<References>(
  {
    session: id,
    source: withDefault(integer({ min: 0 }), 0),
    index: integer({ min: 0, max: MOST_PAYLOADS - 1 }),
    sizes: withDefault(nullable(listOf(integer({ min: 0 }))), null),
    payload: bytes,
  },
  message,
);

export const dialRequest: Kind<DialRequest> = object<DialRequest>({ session: id, endpoint }, message);
export const dialled: Kind<Dialled> = object<Dialled>({ connectMs: timeMs }, message);

const phase = oneOf<PhaseName>(["warm-up", "measure"]);
export const phaseMark: Kind<PhaseMark> = object<PhaseMark>(
  { session: id, phase, firstSequence: integer({ min: 0 }), firstPayload: withDefault(integer(), 0) },
  message,
);

const anyStamps = object<ClockStamps>({ receivedAt: stampNs, sentAt: stampNs }, message);
export const clockStamps: Kind<ClockStamps> = {
  parse(field, value) {
    const stamps = anyStamps.parse(field, value);
    if (stamps.sentAt >= stamps.receivedAt) return stamps;
    throw invalidOption(`${field}.sentAt`, `at least \`receivedAt\` (${stamps.receivedAt})`, stamps.sentAt);
  },
};

const counts = object<ReceivedCounts>(
  {
    highestSequence: nullable(amount),
    received: amount,
    duplicated: amount,
    reordered: amount,
    damaged: amount,
    undecodable: amount,
    unchecked: amount,
    damagedSequences: shortList(amount, DAMAGED_LISTED),
    firstUndecodable: nullable(shownText),
  },
  message,
);

/** Many threads may use many processors. */
const MOST_CPUS = 100_000;
const resourceSeries = object<ResourceSeries>(
  {
    intervalMs: timeMs,
    intervals: shortList(
      object<ResourceInterval>(
        { startMs: timeMs, cpuShare: number({ min: 0, max: MOST_CPUS }), workShare: share },
        message,
      ),
      MAX_INTERVALS,
    ),
  },
  message,
);

const resources = object<Resources>(
  {
    durationMs: timeMs,
    cpuUserMs: timeMs,
    cpuSystemMs: timeMs,
    rssBytes: amount,
    rssPeakBytes: amount,
    heapUsedBytes: amount,
    loopBusyShare: share,
    loopDelayMs: nullable(object<LoopDelay>({ p50: timeMs, p99: timeMs, max: timeMs }, message)),
    gcCount: amount,
    gcTotalMs: timeMs,
    gcMaxMs: timeMs,
    series: resourceSeries,
    minorFaults: nullable(amount),
    majorFaults: nullable(amount),
    voluntarySwitches: nullable(amount),
    involuntarySwitches: nullable(amount),
  },
  message,
);

export const receiverReport: Kind<ReceiverReport> = object<ReceiverReport>(
  {
    phase: nullable(phase),
    counts,
    settings: shownJson,
    notes: texts,
    tls: nullable(object<TlsReport>({ version: shownText, cipher: shownText }, message)),
    errors: texts,
    linkError: nullable(shownText),
    resources: nullable(resources),
  },
  message,
);
