// The kinds of a round as a joined sender gets it.
import {
  adapterNamed,
  generated,
  MOST_PAYLOAD_BYTES,
  MOST_PAYLOADS,
  MOST_SOURCES,
  senderGroup,
} from "../../control/control-kinds.js";
import { base64 } from "../../options/base64-kind.js";
import {
  flag,
  integer,
  type Kind,
  kindOf,
  nullable,
  object,
  oneOf,
  optional,
  tagged,
  text,
} from "../../options/kinds.js";
import { shortList, shownText, timeMs } from "../../options/kinds-untrusted.js";
import { PAYLOAD_KINDS } from "../../payload/payload-source.js";
import { load, network } from "../../result/setting-kinds.js";
import { amount, limitMs, message } from "./kind-parts.js";
import type { OrderData, PayloadData, ReceiverData, SettingsData } from "./order-data.js";

const MOST_PEM = 2 ** 20;

const bytes = base64("bytes in base64");
const payloads = shortList(
  tagged<PayloadData>("kind", {
    bytes: object({ kind: oneOf(["bytes"]), payloads: shortList(bytes, MOST_PAYLOADS) }, message),
    ...Object.fromEntries(PAYLOAD_KINDS.map((kind) => [kind, generated])),
  }),
  MOST_SOURCES,
);
/** Never a path: this end would read the file. */
const authorities = kindOf<string>(
  `certificates in PEM of at most ${MOST_PEM} characters`,
  (value) => typeof value === "string" && value.length <= MOST_PEM && value.includes("-----BEGIN "),
);
const receiver = object<ReceiverData>(
  {
    url: text(/^https?:\/\/[\x21-\x7e]{1,2048}$/, "an http or https URL"),
    token: nullable(text(/^[\x21-\x7e]+$/, "a token")),
    tls: nullable(
      object<NonNullable<ReceiverData["tls"]>>(
        {
          ca: optional(authorities) as Kind<string>,
          servername: optional(text(/^[\w.-]{1,253}$/, "a host name")) as Kind<string>,
          minVersion: oneOf(["TLSv1.2", "TLSv1.3"]),
        },
        message,
      ),
    ),
  },
  message,
);
const settings = object<SettingsData>(
  {
    payloads,
    replies: nullable(generated),
    load,
    connections: integer({ min: 1, max: 1_024 }),
    maxInFlight: integer({ min: 1 }),
    warmupCount: amount,
    warmupMs: nullable(timeMs),
    maxTransmissions: amount,
    keepSamples: amount,
    network: nullable(network),
    wireBytes: flag,
    senderPort: integer({ min: 0, max: 65_535 }),
    timeoutMs: limitMs,
    giveUpAfter: nullable(integer({ min: 1 })),
    connectTimeoutMs: limitMs,
    silenceTimeoutMs: limitMs,
    maxPayloadBytes: integer({ min: 1, max: MOST_PAYLOAD_BYTES }),
    clockChecks: flag,
    receiver,
    group: nullable(senderGroup),
  },
  message,
);
export const orderData: Kind<OrderData> = object<OrderData>(
  {
    adapter: adapterNamed,
    label: shownText,
    index: amount,
    round: amount,
    rounds: nullable(integer({ min: 1 })),
    settings,
    events: shortList(oneOf(["phase", "progress"]), 2),
  },
  message,
);
