// What a run prints when it waits for its senders: what to type where they are.
import type { NetworkInterfaceInfo } from "node:os";
import { isLoopback } from "@wireduel/core/adapter";
import { inTime } from "../flags/units.js";
import { shellWord } from "../output/shell-word.js";
import { howToGet, placeOf } from "../remote/hosts.js";
import type { Token } from "../remote/token.js";
import { hostOf } from "../remote/url.js";

/** How the file with the token is called where the senders are. */
const TOKEN_FILE = "wireduel-join-token";

/** A run that waits for its senders. */
export interface WaitingRun {
  /** As it listens. Its host may be a wildcard. */
  readonly url: string;
  readonly senders: number;
  /** The URL of the receiver, as this machine reaches it. */
  readonly receiver: string;
  /** The names of its adapters, as `wireduel send` takes them. Empty: those that the command has. */
  readonly adapters: readonly string[];
  /** Undefined: senders need none. */
  readonly token: Token | undefined;
  /** PEM of its certificate. Undefined: it is not encrypted. */
  readonly certificate: string | undefined;
  /** Whether the links use the receiver's certificate. */
  readonly linkTls: boolean;
  readonly timeoutMs: number;
  /** Whether another run may follow, which the same senders join. */
  readonly mayRepeat: boolean;
  /** How the command is started here, and so probably there. */
  readonly command: string;
}

/** The instructions, in several lines. */
export function joinInstructions(
  {
    url: listening,
    senders,
    receiver,
    adapters,
    token,
    certificate,
    linkTls,
    timeoutMs,
    mayRepeat,
    command,
  }: WaitingRun,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): string {
  const { url, others, local } = placeOf(listening, certificate, interfaces);
  const line = [
    ...[command, "send", ...adapters.map(shellWord), "--join", url],
    ...(token === undefined ? [] : ["--token-file", local ? shellWord(token.path) : TOKEN_FILE]),
    ...(linkTls ? ["--tls"] : []),
    ...(certificate !== undefined || linkTls ? ["--ca", "ca.pem"] : []),
    ...(mayRepeat ? ["--again"] : []),
    // Senders of one machine would have the same one.
    ...(local && senders > 1 ? ["--label", "1"] : []),
  ];
  const who = senders === 1 ? "1 sender" : `${senders} senders`;
  const each = senders === 1 ? "There" : "On each machine that sends";
  const here = senders === 1 ? "In another terminal" : "In other terminals, each with another label";
  return [
    `Waiting for ${who} at ${listening}, at most ${inTime(timeoutMs)}. ${local ? here : each}:`,
    "",
    ...(local || token === undefined ? [] : [howToGet(token, TOKEN_FILE)]),
    `  ${line.join(" ")}`,
    "",
    ...(local || !isLoopback(hostOf(receiver))
      ? []
      : [`Other machines cannot reach the receiver at ${receiver}: give --to an address that they can.`, ""]),
    ...(others.length === 0 ? [] : [`This machine has other addresses too: ${others.join(", ")}`, ""]),
  ].join("\n");
}
