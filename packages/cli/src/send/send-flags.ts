// Every flag of `wireduel send`. It reads no configuration: that of a run has the token of its receiver.
import { badValue } from "../failure.js";
import { type Flag, inGroup } from "../flags/flag.js";
import { GENERAL_FLAGS, type GeneralFlags } from "../flags/general-flags.js";
import { durationFlag, pathFlag, switchFlag, textFlag } from "../flags/kinds.js";
import { shown } from "../flags/shown.js";

/** All flags of `wireduel send`. */
export type SendFlags = {
  /** The URL of the run. */
  readonly join: Flag<string>;
  /** The file with the secret of the run. */
  readonly tokenFile: Flag<string>;
  /** The name of this sender in the result. */
  readonly label: Flag<string>;
  /** How long to wait for the run, in milliseconds. */
  readonly wait: Flag<number>;
  /** Whether to join the next run at the same place, too. */
  readonly again: Flag<boolean>;
  /** Whether links use the certificate of the receiver. */
  readonly tls: Flag<boolean>;
  /** The file of the authorities that signed the certificates of the run and of the receiver. */
  readonly ca: Flag<string>;
} & Pick<GeneralFlags, "quiet">;

/** A day. */
const LONGEST_MS = 86_400_000;
/** What core takes. */
const LABEL = /^[^\p{Cc}\u2028\u2029]{1,100}$/u;

export const SEND_FLAGS: SendFlags = {
  ...inGroup("What it joins", {
    join: textFlag("URL", { help: "The URL of the run, which its machine shows." }),
    tokenFile: pathFlag("FILE", {
      help: "The file with the secret of the run.",
      fallback: "no secret",
    }),
    label: {
      ...textFlag("LABEL", {
        help: "The name of this sender in the result. No other sender of the run has it.",
        fallback: "sender-N if JOB_COMPLETION_INDEX is N, else the name of this host",
      }),
      parse: (name: string, given: unknown) => checkLabel(name, given),
    },
    wait: durationFlag(
      { min: 1, max: LONGEST_MS },
      {
        help: "How long to wait for the run: it may start later, and its host may get its name later.",
        fallback: "1m",
      },
    ),
    again: switchFlag({
      help: "When the run has ended well, join the next one at this URL, until none comes within --wait.",
    }),
    tls: switchFlag({
      help: "The run encrypts links with the certificate of the receiver: it has --tls and an https URL in --to.",
    }),
    ca: pathFlag("FILE", {
      help: "The authorities that signed the certificates of the run, and with --tls of the receiver, in PEM.",
      fallback: "those that Node trusts",
    }),
  }),
  quiet: GENERAL_FLAGS.quiet,
};

/**
 * Checks the name of a sender.
 * @throws UsageError
 */
export function checkLabel(name: string, given: unknown): string {
  if (typeof given === "string" && LABEL.test(given)) return given;
  throw badValue(name, "one line of 1 to 100 characters", shown(given));
}
