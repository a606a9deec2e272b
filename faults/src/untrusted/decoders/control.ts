// Decoders of the calls between a sender and a receiver, at both ends.
import { bytesOf, type Decoder, jsonBytes, textOf } from "../decoder.js";
import {
  answerOf,
  argumentOf,
  CONTROL_CALLS,
  type ControlCallName,
  contractOf,
  failureOf,
  requestOf,
  samples,
  sessionIn,
} from "../internals.js";

const NAMES = Object.keys(CONTROL_CALLS) as ControlCallName[];
const SOURCES = ["packages/core/src/control/http-message.ts", "packages/core/src/control/control-kinds.ts"];
const common = { sources: SOURCES, form: "json", refuses: ["WireduelError"] } as const;

const ARGUMENTS = NAMES.map((name): Decoder => {
  const { argument } = samples[name];
  const inQuery = CONTROL_CALLS[name].bytes !== undefined;
  const query = new URL(requestOf(name, argument).path, "http://x").searchParams.get("argument");
  const capture = inQuery ? bytesOf(query ?? "") : jsonBytes(argument);
  return {
    ...common,
    name: `the argument of ${name}`,
    open: () => ({
      captures: [capture],
      decode: (bytes) =>
        inQuery ? argumentOf(name, new Uint8Array(4), textOf(bytes)) : argumentOf(name, bytes, undefined),
    }),
  };
});

const ANSWERS = NAMES.map(
  (name): Decoder => ({
    ...common,
    name: `the answer to ${name}`,
    open: () => ({
      captures: [jsonBytes(samples[name].answer)],
      decode: (bytes) => answerOf(name, textOf(bytes)),
    }),
  }),
);

const failures: Decoder = {
  ...common,
  name: "failures of calls",
  open: () => ({
    captures: [jsonBytes({ error: { code: "RECEIVER_BUSY", message: "a session is open" } })],
    decode: (bytes) => failureOf(textOf(bytes)),
  }),
};

const sessions: Decoder = {
  ...common,
  name: "sessions in a query",
  open: () => ({
    captures: [jsonBytes({ session: samples.collect.argument.session, source: 1, index: 0 })],
    decode: (bytes) => sessionIn(textOf(bytes)),
  }),
};

const contracts: Decoder = {
  ...common,
  name: "contracts of other versions",
  refuses: [],
  open: () => ({
    captures: [jsonBytes(samples.identify.answer)],
    decode: (bytes) => contractOf(textOf(bytes)),
  }),
};

/** What reads control calls. */
export const CONTROL: readonly Decoder[] = [...ARGUMENTS, ...ANSWERS, failures, sessions, contracts];
