// Flags of a run whose senders join it from other machines.
import { type Flag, inGroup, replacing } from "./flag.js";
import { durationFlag, integerFlag, pathFlag, textFlag } from "./kinds.js";

/** Where senders join a run. */
export type JoinFlags = {
  /** How many senders join with `wireduel send`, from any machine. */
  readonly waitForSenders: Flag<number, number>;
  /** The address on which they join. */
  readonly joinHost: Flag<string, string>;
  /** The TCP port on which they join. */
  readonly joinPort: Flag<number, number>;
  /** The file with the secret that they must know. */
  readonly joinTokenFile: Flag<string, string>;
  /** The certificate with which the run listens for them, a file in PEM. */
  readonly joinCert: Flag<string, string>;
  /** The private key of `joinCert`, a file in PEM. */
  readonly joinKey: Flag<string, string>;
  /** How long the run waits for all of them, such as `"5m"`. */
  readonly joinTimeout: Flag<number, string>;
};

/** Where senders join by default. The ports from 4000 on are those of `wireduel receive`. */
export const JOIN_HOST = "127.0.0.1";
export const JOIN_PORT = 4_100;
/** The most senders that core lets join. */
const MOST_JOINED = 1_000;
const HIGHEST_PORT = 65_535;
/** A day. */
const LONGEST_MS = 86_400_000;

export const JOIN_FLAGS: JoinFlags = inGroup("Senders that join", {
  waitForSenders: replacing(
    ["senders", "receivers"],
    integerFlag(
      { min: 1, max: MOST_JOINED },
      {
        help: "How many senders join with `wireduel send`, from any machine. Needs --to. Not with --senders.",
        fallback: "this machine sends",
      },
    ),
  ),
  joinHost: textFlag("HOST", {
    help: "The address on which they join. 0.0.0.0: every address of this machine. All but loopback need --join-token-file.",
    fallback: JOIN_HOST,
  }),
  joinPort: integerFlag(
    { min: 0, max: HIGHEST_PORT },
    { help: "The TCP port on which they join. 0: any free port.", fallback: String(JOIN_PORT) },
  ),
  joinTokenFile: pathFlag("FILE", {
    help: "The file with the secret that they must know. It is made if it does not exist.",
    fallback: "no secret",
  }),
  joinCert: pathFlag("FILE", {
    help: "The certificate of this machine in PEM, with its chain. Encrypts what the senders and the run tell each other.",
    fallback: "not encrypted",
  }),
  joinKey: pathFlag("FILE", { help: "The private key of --join-cert, in PEM." }),
  joinTimeout: durationFlag(
    { min: 1, max: LONGEST_MS },
    { help: "How long the run waits for all of them.", fallback: "1m" },
  ),
});

/** All keys of these flags. */
export const JOIN_KEYS = Object.keys(JOIN_FLAGS) as readonly (keyof JoinFlags)[];
