// The kinds of the control calls. Over HTTP, each end checks what the other sends.
import type { AdapterData } from "../adapter/adapter-data.js";
import type { Endpoint } from "../adapter/contract.js";
import type { ClockIdentity } from "../clock/clock-relation.js";
import {
  flag,
  integer,
  invalidOption,
  jsonObject,
  type Kind,
  kindOf,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  recordOf,
  tagged,
  text,
  withDefault,
} from "../options/kinds.js";
import { type GeneratedPayloads, PAYLOAD_KINDS } from "../payload/payload-source.js";
import type { LoopDelay, Resources } from "../process/resource-meter.js";
import type { ReceivedCounts } from "../receiver/receive-frame.js";
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
  SessionName,
  SessionOpened,
  SessionRequest,
  SourceData,
} from "./control-types.js";

/** Unknown fields are ignored, because an older or newer end may send them. */
const message = { unknown: "ignore" } as const;
const name = text(/^[a-z0-9-]{1,64}$/, "a name of a-z, 0-9 and -");
const session = text(/^.{1,100}$/, "the id of a session");
const bytes: Kind<Uint8Array> = kindOf("bytes", (value) => value instanceof Uint8Array);

export const nothing: Kind<Nothing> = object<Nothing>({}, message);
export const sessionName: Kind<SessionName> = object<SessionName>({ session }, message);

export const endIdentity: Kind<EndIdentity> = object<EndIdentity>(
  {
    contract: integer(),
    core: text(),
    node: text(),
    flags: listOf(text()),
    clock: object<ClockIdentity>(
      { bootId: nullable(text()), timeNamespace: nullable(text()), hostname: text(), platform: text() },
      message,
    ),
  },
  message,
);

/** A certificate in PEM has a few kilobytes. */
const certificate = text(/^[\s\S]{1,32768}$/, "a certificate in PEM");
const endpoint: Kind<Endpoint> = object<Endpoint>(
  { url: text(/^.{1,2048}$/, "a URL"), certificate: optional(certificate) as Kind<string> },
  message,
);

/** `local` is never sent over HTTP: a receiver server uses its own registered adapters and certificates. */
const adapter = object<Omit<AdapterData, "local">>(
  {
    name,
    options: jsonObject,
    codec: name,
    direction: oneOf(["upload", "push"]),
    encryption: oneOf(["none", "local", "own"]),
  },
  message,
) as Kind<AdapterData>;

const MOST_PAYLOAD_BYTES = 2 ** 30;
const MOST_PAYLOADS = 1_000_000;

const anyGenerated = object<GeneratedPayloads>(
  {
    kind: oneOf(PAYLOAD_KINDS),
    sizeBytes: integer({ min: 0, max: MOST_PAYLOAD_BYTES }),
    distinct: integer({ min: 1, max: MOST_PAYLOADS }),
    seed: integer(),
  },
  message,
);
const generated: Kind<GeneratedPayloads> = {
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

export const sessionRequest: Kind<SessionRequest> = object<SessionRequest>(
  {
    sender: object({ contract: integer(), core: text() }, message),
    adapter,
    maxPayloadBytes: integer({ min: 1, max: MOST_PAYLOAD_BYTES }),
    payloads: listOf(source),
    replies: nullable(generated),
  },
  message,
);

export const sessionOpened: Kind<SessionOpened> = object<SessionOpened>(
  {
    session,
    endpoint: nullable(endpoint),
    mutualTls: flag,
    libraries: recordOf(text()),
    silenceTimeoutMs: nullable(number({ min: 1 })),
  },
  message,
);

export const references: Kind<References> = object<References>(
  {
    session,
    source: withDefault(integer({ min: 0 }), 0),
    index: integer({ min: 0, max: MOST_PAYLOADS - 1 }),
    sizes: withDefault(nullable(listOf(integer({ min: 0 }))), null),
    payload: bytes,
  },
  message,
);

export const dialRequest: Kind<DialRequest> = object<DialRequest>({ session, endpoint }, message);
export const dialled: Kind<Dialled> = object<Dialled>({ connectMs: number() }, message);

const phase = oneOf<PhaseName>(["warm-up", "measure"]);
export const phaseMark: Kind<PhaseMark> = object<PhaseMark>(
  { session, phase, firstSequence: integer({ min: 0 }), firstPayload: withDefault(integer(), 0) },
  message,
);

export const clockStamps: Kind<ClockStamps> = object<ClockStamps>(
  { receivedAt: number(), sentAt: number() },
  message,
);

const counts = object<ReceivedCounts>(
  {
    highestSequence: nullable(integer()),
    received: integer(),
    duplicated: integer(),
    reordered: integer(),
    damaged: integer(),
    undecodable: integer(),
    unchecked: integer(),
    damagedSequences: listOf(integer()),
    firstUndecodable: nullable(text()),
  },
  message,
);

const resources = object<Resources>(
  {
    durationMs: number(),
    cpuUserMs: number(),
    cpuSystemMs: number(),
    rssBytes: number(),
    rssPeakBytes: number(),
    heapUsedBytes: number(),
    loopBusyShare: number(),
    loopDelayMs: nullable(object<LoopDelay>({ p50: number(), p99: number(), max: number() }, message)),
    gcCount: number(),
    gcTotalMs: number(),
    gcMaxMs: number(),
    minorFaults: nullable(integer()),
    majorFaults: nullable(integer()),
    voluntarySwitches: nullable(integer()),
    involuntarySwitches: nullable(integer()),
  },
  message,
);

export const receiverReport: Kind<ReceiverReport> = object<ReceiverReport>(
  {
    phase: nullable(phase),
    counts,
    settings: jsonObject,
    notes: listOf(text()),
    tls: nullable(object<TlsReport>({ version: text(), cipher: text() }, message)),
    errors: listOf(text()),
    linkError: nullable(text()),
    resources: nullable(resources),
  },
  message,
);
