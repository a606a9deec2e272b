// Every flag of `wireduel receive`.
import { type Flag, inGroup } from "../flags/flag.js";
import { GENERAL_FLAGS, type GeneralFlags } from "../flags/general-flags.js";
import { integerFlag, pathFlag, textFlag } from "../flags/kinds.js";

/** Where it listens, and how. */
export type ListenFlags = {
  /** The address on which `wireduel receive` listens. */
  readonly host: Flag<string, string>;
  /** The first TCP port of `wireduel receive`. */
  readonly port: Flag<number, number>;
  /** The certificate of `wireduel receive`, a file in PEM. */
  readonly cert: Flag<string, string>;
  /** The private key of `cert`, a file in PEM. */
  readonly key: Flag<string, string>;
};

/** All flags of `wireduel receive`. */
export type ReceiveFlags = ListenFlags & {
  /** The file with the secret that senders must know. */
  readonly tokenFile: Flag<string, string>;
} & Pick<GeneralFlags, "config">;

/** Where it listens by default. */
export const HOST = "127.0.0.1";
export const PORT = 4_000;
export const HIGHEST_PORT = 65_535;

export const RECEIVE_FLAGS: ReceiveFlags = inGroup("Where it listens", {
  host: textFlag("HOST", {
    help: "The address to listen on. 0.0.0.0: every address of this machine. All but loopback need --token-file.",
    fallback: HOST,
  }),
  port: integerFlag(
    { min: 0, max: HIGHEST_PORT },
    {
      help: "The first TCP port. The adapters have the ports after it. 0: any free ports.",
      fallback: String(PORT),
    },
  ),
  tokenFile: pathFlag("FILE", {
    help: "The file with the secret that senders must know. It is made if it does not exist.",
    fallback: "no secret",
  }),
  cert: pathFlag("FILE", {
    help: "The certificate of this machine in PEM, with its chain. Encrypts control and all links.",
    fallback: "not encrypted",
  }),
  key: pathFlag("FILE", { help: "The private key of --cert, in PEM." }),
  config: GENERAL_FLAGS.config,
});
