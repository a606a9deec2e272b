// Every flag of `wireduel gate`.
import { type AdapterArgument, adaptersFlag } from "../adapters/adapters-flag.js";
import { type CommandLineFlag, type Flag, inGroup } from "../flags/flag.js";
import { GENERAL_FLAGS, type GeneralFlags } from "../flags/general-flags.js";
import { JOIN_FLAGS, type JoinFlags } from "../flags/join-flags.js";
import {
  choiceFlag,
  listFlag,
  onCommandLine,
  pathFlag,
  percentFlag,
  textFlag,
  type WithUnit,
} from "../flags/kinds.js";
import { OUTPUT_FLAGS, type OutputFlags } from "../flags/output-flags.js";
import type { PageFlags } from "../flags/page-flags.js";
import {
  LENGTH_FLAGS,
  type LengthFlags,
  LOAD_FLAGS,
  type LoadFlags,
  PAYLOAD_FLAGS,
  type PayloadFlags,
  VERDICT_FLAGS,
  type VerdictFlags,
} from "../flags/run-flags.js";
import { GATE_FORMATS, type GateFormat } from "./report-text.js";

/** What is gated. */
export type SourceFlags = {
  /** The adapter as it was: a module, the folder of a package, or an installed package. */
  readonly base: Flag<string, string>;
  /** The adapter as it is now. */
  readonly head: Flag<string, string>;
  /** The folder whose `node_modules` has the library of base, such as another version of `ws`. */
  readonly baseModules: Flag<string, string>;
  /** The folder whose `node_modules` has the library of head. */
  readonly headModules: Flag<string, string>;
  /** A stored result of this machine, with the same settings. */
  readonly baseline: Flag<string, string>;
};

/** What the gate allows. */
export type RuleFlags = {
  /** How much slower head may be than base, such as `"10%"`. */
  readonly failIfSlower: Flag<number, WithUnit>;
  /** Absolute limits, such as `"grpc.p99 > 20ms"`. */
  readonly failIf: Flag<readonly string[], string | readonly string[]>;
};

/** All flags of `wireduel gate`. */
export type GateFlags = {
  readonly adapters: Flag<readonly AdapterArgument[], AdapterArgument | readonly AdapterArgument[]>;
} & SourceFlags &
  RuleFlags &
  PayloadFlags &
  LoadFlags &
  JoinFlags &
  LengthFlags &
  Omit<VerdictFlags, "explain" | "margin" | "reference"> &
  Pick<OutputFlags, "out" | keyof PageFlags> & {
    readonly reference: CommandLineFlag<string>;
    readonly json: CommandLineFlag<string | true>;
    readonly format: CommandLineFlag<GateFormat>;
  } & GeneralFlags;

const SOURCE_FLAGS: SourceFlags = inGroup("What is compared", {
  base: pathFlag("PATH", {
    help: "The adapter as it was: a module, the folder of a package, or an installed package.",
  }),
  head: pathFlag("PATH", { help: "The adapter as it is now." }),
  baseModules: pathFlag("DIR", {
    help: "Base uses the library in DIR/node_modules, such as another version of ws, undici or @grpc/grpc-js.",
    fallback: "the one of this command",
  }),
  headModules: pathFlag("DIR", {
    help: "Head uses the library in DIR/node_modules.",
    fallback: "the one of this command",
  }),
  baseline: pathFlag("FILE", { help: "Base is a stored result of this machine, with the same settings." }),
});

const RULE_FLAGS: RuleFlags = inGroup("What is allowed", {
  failIfSlower: percentFlag(
    { min: 0, max: 10 },
    {
      help: "Fail if head is slower than base by more than this, by the measure that decides.",
      fallback: "10%, if there is a base and no --fail-if",
    },
  ),
  failIf: listFlag(
    textFlag("LIMIT", {
      help: "Fail beyond a limit: 'grpc.p99 > 20ms', 'ws.throughput < 500/s', 'head.bytes > 1200'. May be repeated.",
    }),
    { separator: null },
  ),
});

const FORMAT = {
  ...choiceFlag("FORMAT", GATE_FORMATS, {
    help: `The format of the report: ${GATE_FORMATS.join(", ")}.`,
    fallback: "text",
  }),
  group: "Output",
};

const { explain: _, margin: __, reference, ...VERDICT } = VERDICT_FLAGS;

/** All flags of `wireduel gate`. In a configuration, some keys are about `wireduel run` only. */
export const GATE_FLAGS: GateFlags = {
  adapters: adaptersFlag,
  ...SOURCE_FLAGS,
  ...RULE_FLAGS,
  ...PAYLOAD_FLAGS,
  ...LOAD_FLAGS,
  ...JOIN_FLAGS,
  ...LENGTH_FLAGS,
  ...VERDICT,
  reference: onCommandLine(reference),
  out: OUTPUT_FLAGS.out,
  page: OUTPUT_FLAGS.page,
  embedResult: OUTPUT_FLAGS.embedResult,
  json: onCommandLine(OUTPUT_FLAGS.json),
  format: onCommandLine(FORMAT),
  ...GENERAL_FLAGS,
};
