// Every flag of `wireduel run`, by the headings of its help.
import { normalize } from "node:path";
import { MEASURES, type Measure, type PayloadKind } from "@wireduel/core";
import { type AdapterArgument, adaptersFlag } from "../adapters/adapters-flag.js";
import { alternatives, type Flag, inGroup, replacing } from "./flag.js";
import { GENERAL_FLAGS, type GeneralFlags } from "./general-flags.js";
import { JOIN_FLAGS, JOIN_KEYS, type JoinFlags } from "./join-flags.js";
import {
  choiceFlag,
  durationFlag,
  integerFlag,
  listFlag,
  pathFlag,
  percentFlag,
  rateFlag,
  sizeFlag,
  switchFlag,
  textFlag,
  type WithUnit,
} from "./kinds.js";
import { type NamedNetwork, networkFlag } from "./network-flag.js";
import { OUTPUT_FLAGS, type OutputFlags } from "./output-flags.js";
import { type Rounds, roundsFlag } from "./rounds-flag.js";

type OneOrMore<T> = T | readonly T[];

/** What is sent. */
export type PayloadFlags = {
  /** Files to send. A glob pattern sends all its files in turn. Each value is a payload of its own: a row of a matrix. */
  readonly payload: Flag<readonly string[], OneOrMore<string>>;
  /** A file of messages, one on each line, which are sent in turn. */
  readonly lines: Flag<readonly string[], OneOrMore<string>>;
  /** Sizes of generated payloads, such as `"10kB"`. */
  readonly size: Flag<readonly number[], OneOrMore<WithUnit>>;
  /** What generated payloads are made of. */
  readonly kind: Flag<PayloadKind, PayloadKind>;
  /** How large the reply to each payload is, such as `"1kB"`. */
  readonly replyBytes: Flag<number, WithUnit>;
};

/** Network and load. */
export type LoadFlags = {
  /** Networks to emulate: `"none"`, `"lan"`, `"wan"`, `"20ms"` (one way), `"100Mbit"`, `"20ms+100Mbit"`. */
  readonly network: Flag<readonly NamedNetwork[], OneOrMore<string>>;
  /** Encrypts all links, with a certificate made for the run. */
  readonly tls: Flag<boolean, boolean>;
  /** How many payloads are sent per second, such as `"200/s"`. */
  readonly rate: Flag<readonly number[], OneOrMore<WithUnit>>;
  /** How many connections the senders open. */
  readonly connections: Flag<number, number>;
  /** How many payloads are in flight at a time. */
  readonly concurrency: Flag<number, number>;
  /** How many processes send together and share the load. */
  readonly senders: Flag<number, number>;
  /** How many receiver processes they share. */
  readonly receivers: Flag<number, number>;
  /** The URL of a receiver on another machine. */
  readonly to: Flag<string, string>;
  /** The file with the token of that receiver. */
  readonly tokenFile: Flag<string, string>;
  /** The file of the authority that signed that receiver's certificate. */
  readonly ca: Flag<string, string>;
};

/** How long it takes. */
export type LengthFlags = {
  /** How long the whole run may take, such as `"2m"`. */
  readonly budget: Flag<number, string>;
  /** Ten seconds for each cell. That may not be enough to rank. */
  readonly quick: Flag<boolean, boolean>;
  /** How many rounds, such as `10`, or `"6-30"` for as many as it takes to decide. */
  readonly rounds: Flag<Rounds, number | string>;
  /** How long one round sends, such as `"10s"`. */
  readonly duration: Flag<number, string>;
  /** How many payloads one round sends. */
  readonly count: Flag<number, number>;
  /** After how many time-outs in a row an adapter is given up. */
  readonly giveUpAfter: Flag<number, number>;
};

/** How the verdict is made. */
export type VerdictFlags = {
  /** The measure that decides. */
  readonly decideBy: Flag<Measure, Measure>;
  /** How far from equal still counts as the same, such as `"5%"`. */
  readonly margin: Flag<number, WithUnit>;
  /** The label of the adapter that the others are compared with, or `"all"`. */
  readonly reference: Flag<string, string>;
  /** Whether to look for the setting that causes a difference, with extra rounds. */
  readonly explain: Flag<boolean, boolean>;
  /** The seed of the order of adapters. */
  readonly seed: Flag<number, number>;
};

/** All flags of `wireduel run`. */
export type RunFlags = {
  /** What to measure: `"ws"`, `"ws:profile=tuned"`, `{ adapter: "ws", profile: "tuned" }`, or `ws({ … })`. */
  readonly adapters: Flag<readonly AdapterArgument[], OneOrMore<AdapterArgument>>;
} & PayloadFlags &
  LoadFlags &
  JoinFlags &
  LengthFlags &
  VerdictFlags &
  OutputFlags &
  GeneralFlags;

/** The largest payload of core. */
export const MOST_BYTES: number = 2 ** 30;
/** The longest that `--budget` and `--duration` accept: a day. */
export const LONGEST_MS = 86_400_000;
/** The most senders that core starts on one machine. */
const MOST_SENDERS = 64;
const PAYLOAD_KINDS: readonly PayloadKind[] = ["random", "text", "json", "zero"];
/** Keys that are about generated payloads only. */
const OF_GENERATED = ["kind"];
export const PAYLOAD_FLAGS: PayloadFlags = inGroup("What is sent", {
  ...alternatives({
    payload: replacing(
      OF_GENERATED,
      listFlag(
        pathFlag("FILE", {
          help: "A file to send, or a quoted glob pattern whose files are sent in turn. May be repeated.",
        }),
        { separator: null, identity: normalize },
      ),
    ),
    lines: replacing(
      OF_GENERATED,
      listFlag(
        pathFlag("FILE", {
          help: "A file of messages, one on each line, which are sent in turn. May be repeated.",
        }),
        { separator: null, identity: normalize },
      ),
    ),
    size: listFlag(
      sizeFlag(
        { min: 0, max: MOST_BYTES },
        { help: "Sizes of generated payloads: 100, 10kB, 1MB (decimal), 1MiB (binary).", fallback: "10kB" },
      ),
    ),
  }),
  kind: choiceFlag("KIND", PAYLOAD_KINDS, {
    help: "What generated payloads are made of: random, text, json or zero.",
    fallback: "random",
  }),
  replyBytes: sizeFlag(
    { min: 0, max: MOST_BYTES },
    {
      help: "How large the reply to each payload is, as in a call and its answer.",
      fallback: "only a receipt",
    },
  ),
});

export const LOAD_FLAGS: LoadFlags = inGroup("Network and load", {
  network: listFlag(
    networkFlag({
      help:
        "Networks to emulate: none, lan, wan, 20ms (one way; a round trip takes 40ms), 20ms~2ms (with jitter), " +
        "100Mbit, 20ms+100Mbit.",
      fallback: "none",
    }),
    { identity: ({ network }) => network },
  ),
  tls: switchFlag({
    help: "Encrypt all links, with a certificate made for the run, or that of an https receiver.",
  }),
  ...alternatives({
    rate: listFlag(
      rateFlag(
        { min: 0.001, max: 1_000_000 },
        {
          help: "Send at a fixed rate: 200/s, 1000/m.",
          fallback: "the next payload when the last one was acknowledged",
        },
      ),
    ),
    concurrency: integerFlag(
      { min: 1, max: 10_000 },
      {
        help: "How many payloads are in flight at a time. Not with --rate.",
        fallback: "1 for each connection",
      },
    ),
  }),
  connections: integerFlag(
    { min: 1, max: 1_024 },
    { help: "How many connections the senders open together.", fallback: "1 for each sender" },
  ),
  senders: replacing(
    JOIN_KEYS,
    integerFlag(
      { min: 1, max: MOST_SENDERS },
      { help: "How many processes send together and share the load.", fallback: "1" },
    ),
  ),
  receivers: integerFlag(
    { min: 1, max: MOST_SENDERS },
    { help: "How many receiver processes the senders share. Not with --to.", fallback: "1" },
  ),
  to: textFlag("URL", {
    help: "Send to a receiver on another machine, which `wireduel receive` started there.",
  }),
  tokenFile: pathFlag("FILE", { help: "The file with the token of that receiver." }),
  ca: pathFlag("FILE", {
    help: "The authority that signed the certificate of an https receiver, in PEM.",
    fallback: "those that Node trusts",
  }),
});

export const LENGTH_FLAGS: LengthFlags = inGroup("How long", {
  ...alternatives({
    budget: durationFlag(
      { min: 1_000, max: LONGEST_MS },
      { help: "How long the whole run may take: 30s, 2m, 1h.", fallback: "60s for each cell, at most 10m" },
    ),
    quick: switchFlag({ help: "Ten seconds for each cell. That may not be enough to rank." }),
    rounds: roundsFlag({
      help: "How many rounds: 10, or 6-30 for as many as it takes to decide.",
      fallback: "as many as fit the budget",
    }),
  }),
  ...alternatives({
    duration: durationFlag(
      { min: 1, max: LONGEST_MS },
      { help: "How long one round sends payloads.", fallback: "chosen from the budget" },
    ),
    count: integerFlag(
      { min: 1, max: 1_000_000_000 },
      { help: "How many payloads one round sends. Not with --duration.", fallback: "chosen from the budget" },
    ),
  }),
  giveUpAfter: integerFlag(
    { min: 1, max: 1_000_000 },
    {
      help: "After how many time-outs in a row an adapter is given up. A time-out is ten seconds without a reply.",
      fallback: "3",
    },
  ),
});

export const VERDICT_FLAGS: VerdictFlags = inGroup("Verdict", {
  decideBy: choiceFlag("MEASURE", MEASURES, {
    help: `The measure that decides: ${MEASURES.join(", ")}.`,
    fallback: "transmission, or response with --rate",
  }),
  margin: percentFlag(
    { min: 0, max: 1 },
    { help: "How far from equal still counts as the same.", fallback: "5%" },
  ),
  reference: textFlag("ADAPTER", {
    help: "The adapter that the others are compared with, by its label or its name, or all.",
    fallback: "the first adapter",
  }),
  explain: switchFlag({ help: "Look for the setting that causes a difference, with extra rounds." }),
  seed: integerFlag({}, { help: "The seed of the order of adapters.", fallback: "a new one for each run" }),
});

/** Every flag of `wireduel run`. */
export const RUN_FLAGS: RunFlags = {
  adapters: adaptersFlag,
  ...PAYLOAD_FLAGS,
  ...LOAD_FLAGS,
  ...JOIN_FLAGS,
  ...LENGTH_FLAGS,
  ...VERDICT_FLAGS,
  ...OUTPUT_FLAGS,
  ...GENERAL_FLAGS,
};
