// Decoders of the calls between a sender and a receiver, and between a run and a sender that joins it, at both ends.
import { bytesOf, type Decoder, jsonBytes, textOf } from "../decoder.js";
import {
  answerName,
  answerOf,
  argumentOf,
  type CallApi,
  CONTROL_CALLS,
  type ControlCallName,
  callOutcome,
  contractOf,
  failureOf,
  JOIN_API,
  JOIN_CALLS,
  type JoinCallName,
  joinSamples,
  nameIn,
  parseJson,
  RECEIVER_API,
  RELAY_CALLS,
  type RelayCallName,
  relaySamples,
  requestOf,
  samples,
  sessionName,
} from "../internals.js";

const common = { form: "json", refuses: ["WireduelError"] } as const;
const HTTP = "packages/core/src/control/http-message.ts";
const JSON_TEXT = "packages/core/src/control/bounded-json.ts";
const RECEIVER_SOURCES = [HTTP, JSON_TEXT, "packages/core/src/control/control-kinds.ts"];
const JOIN_SOURCES = [
  HTTP,
  JSON_TEXT,
  "packages/core/src/senders/join/join-kinds.ts",
  "packages/core/src/senders/join/order-kinds.ts",
];

/** Both ends of a call over HTTP. */
function callOverHttp(
  api: CallApi,
  name: string,
  { argument, answer }: { readonly argument: object; readonly answer: unknown },
  sources: readonly string[],
): Decoder[] {
  const inQuery = api.calls[name]?.bytes !== undefined;
  const query = new URL(requestOf(api, name, argument).path, "http://x").searchParams.get("argument");
  return [
    {
      ...common,
      sources,
      name: `the argument of ${name} to a ${api.who}`,
      open: () => ({
        captures: [inQuery ? bytesOf(query ?? "") : jsonBytes(argument)],
        decode: (bytes) =>
          inQuery
            ? argumentOf(api, name, new Uint8Array(4), textOf(bytes))
            : argumentOf(api, name, bytes, undefined),
      }),
    },
    {
      ...common,
      sources,
      name: `the answer to ${name} of a ${api.who}`,
      open: () => ({
        captures: [jsonBytes(answer)],
        decode: (bytes) => answerOf(api, name, textOf(bytes)),
      }),
    },
  ];
}

const RECEIVER = (Object.keys(CONTROL_CALLS) as ControlCallName[]).flatMap((name) =>
  callOverHttp(RECEIVER_API, name, samples[name], RECEIVER_SOURCES),
);

const JOIN = (Object.keys(JOIN_CALLS) as JoinCallName[]).flatMap((name) =>
  callOverHttp(JOIN_API, name, joinSamples[name], JOIN_SOURCES),
);

/** What a run and a sender pass through those calls. */
const RELAY = (Object.keys(RELAY_CALLS) as RelayCallName[]).flatMap((name): Decoder[] => {
  const kinds = RELAY_CALLS[name];
  return (["argument", "answer"] as const).map((part) => ({
    ...common,
    sources: JOIN_SOURCES,
    name: `the ${part} of ${name} of a sender that joined`,
    open: () => ({
      captures: [jsonBytes(relaySamples[name][part])],
      decode: (bytes) => kinds[part].parse(name, parseJson(textOf(bytes))),
    }),
  }));
});

const outcomes: Decoder = {
  ...common,
  sources: JOIN_SOURCES,
  name: "what became of a call to a sender that joined",
  open: () => ({
    captures: [
      joinSamples.answer.argument.outcome,
      jsonBytes({ error: { code: "UNEXPECTED", message: "a mistake" } }),
    ],
    decode: (bytes) => callOutcome.parse("outcome", parseJson(textOf(bytes))),
  }),
};

const failures: Decoder = {
  ...common,
  sources: RECEIVER_SOURCES,
  name: "failures of calls",
  open: () => ({
    captures: [jsonBytes({ error: { code: "RECEIVER_BUSY", message: "a session is open" } })],
    decode: (bytes) => failureOf(textOf(bytes)),
  }),
};

const sessions: Decoder = {
  ...common,
  sources: RECEIVER_SOURCES,
  name: "sessions in a query",
  open: () => ({
    captures: [jsonBytes({ session: samples.collect.argument.session, source: 1, index: 0 })],
    decode: (bytes) => nameIn(textOf(bytes), sessionName),
  }),
};

const answers: Decoder = {
  ...common,
  sources: JOIN_SOURCES,
  name: "answered calls in a query",
  open: () => ({
    captures: [jsonBytes({ ...joinSamples.answer.argument, outcome: undefined })],
    decode: (bytes) => nameIn(textOf(bytes), answerName),
  }),
};

const contracts: Decoder = {
  ...common,
  sources: RECEIVER_SOURCES,
  name: "contracts of other versions",
  refuses: [],
  open: () => ({
    captures: [jsonBytes(samples.identify.answer)],
    decode: (bytes) => contractOf(textOf(bytes)),
  }),
};

/** What reads control calls. */
export const CONTROL: readonly Decoder[] = [
  ...RECEIVER,
  ...JOIN,
  ...RELAY,
  outcomes,
  answers,
  failures,
  sessions,
  contracts,
];
