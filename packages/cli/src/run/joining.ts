// What `--wait-for-senders` and the flags beside it mean.
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import type { JoinOption } from "@wireduel/core";
import { isLoopback } from "@wireduel/core/adapter";
import type { Context } from "../context.js";
import { UsageError } from "../failure.js";
import { flagName, type ValuesOf } from "../flags/flag.js";
import { JOIN_HOST, JOIN_KEYS, JOIN_PORT, type JoinFlags } from "../flags/join-flags.js";
import type { LoadFlags } from "../flags/run-flags.js";
import { ownCommand } from "../program/own-command.js";
import { type Certificate, certificateOf } from "../remote/certificate.js";
import { findToken, keepToken, othersCanRead, type Token } from "../remote/token.js";
import { isSecure } from "../remote/url.js";
import { joinInstructions } from "./join-instructions.js";

/** Values of the flags. A command may not have them. */
export type JoinValues = Partial<ValuesOf<JoinFlags>> & Partial<ValuesOf<Pick<LoadFlags, "to" | "tls">>>;

/** How senders join a run. */
export interface Joining {
  /** For core. */
  readonly senders: { readonly count: number; readonly join: JoinOption & { readonly timeoutMs: number } };
  /** Its file may not exist yet. Undefined: senders need none. */
  readonly token: Token | undefined;
  readonly certificate: Certificate | undefined;
  /** The URL of the receiver. */
  readonly receiver: string;
  /** Whether the links use the receiver's certificate. */
  readonly linkTls: boolean;
}

const TIMEOUT_MS = 60_000;
const NAMES: Certificate = { cert: "--join-cert", key: "--join-key" };

/**
 * How senders join the run. Null: they are processes of this machine.
 * @throws UsageError
 */
export function joiningOf(values: JoinValues, cwd: string): Joining | null {
  const { waitForSenders: count, to, joinHost: host = JOIN_HOST, joinPort: port = JOIN_PORT } = values;
  if (count === undefined) {
    const given = JOIN_KEYS.find((key) => values[key] !== undefined);
    if (given === undefined) return null;
    throw new UsageError(`${flagName(given)}: needs --wait-for-senders, the number of senders that join`);
  }
  if (to === undefined) {
    throw new UsageError(
      "--wait-for-senders: expected --to with the URL of a receiver that all senders reach, got none",
    );
  }
  const certificate = certificateOf({ cert: values.joinCert, key: values.joinKey }, NAMES, cwd);
  const token = tokenOf(host, values.joinTokenFile, cwd);
  const timeoutMs = values.joinTimeout ?? TIMEOUT_MS;
  const join = { host, port, token: token?.token, tls: certificate, timeoutMs };
  const linkTls = values.tls === true && isSecure(to);
  return { senders: { count, join }, token, certificate, receiver: to, linkTls };
}

function tokenOf(host: string, file: string | undefined, cwd: string): Token | undefined {
  if (file !== undefined) return findToken("--join-token-file", file, cwd);
  if (isLoopback(host)) return undefined;
  throw new UsageError(
    `--join-host ${host}: needs --join-token-file FILE, because other machines can reach it; FILE is made if it does not exist`,
  );
}

/** What the run is about, for the instructions. */
export interface JoiningRun {
  /** The names of its adapters, as `wireduel send` takes them. Empty: those that the command has. */
  readonly adapters: readonly string[];
  /** Whether another run may follow, which the same senders join. */
  readonly mayRepeat: boolean;
}

/**
 * Makes the file of a new token, and returns what to print when the run waits. Undefined: it has no senders to wait for.
 * @throws UsageError if the file cannot be made
 */
export function openToSenders(
  joining: Joining | null,
  { adapters, mayRepeat }: JoiningRun,
  { env, err }: Pick<Context, "env" | "err">,
): ((url: string) => string) | undefined {
  if (joining === null) return undefined;
  const { senders, token, certificate, receiver, linkTls } = joining;
  if (token) keepToken("--join-token-file", token);
  if (token && othersCanRead(token.path)) {
    err(`wireduel: other users of this machine can read ${token.path}; chmod 600 it\n`);
  }
  let isShown = false;
  return (url) => {
    if (isShown) return `Waiting for the senders at ${url} again\n`;
    isShown = true;
    return joinInstructions(
      {
        url,
        senders: senders.count,
        receiver,
        adapters,
        token,
        certificate: certificate && readFileSync(certificate.cert, "utf8"),
        linkTls,
        timeoutMs: senders.join.timeoutMs,
        mayRepeat,
        command: ownCommand(env),
      },
      networkInterfaces(),
    );
  };
}
