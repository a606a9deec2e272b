// What `wireduel receive` prints when it is ready: what to type on the other machine.
import type { NetworkInterfaceInfo } from "node:os";
import { listed } from "../flags/listed.js";
import { shellWord } from "../output/shell-word.js";
import { howToGet, placeOf, portOf } from "../remote/hosts.js";
import type { Token } from "../remote/token.js";

/** How the file with the token is called on the other machine. */
const TOKEN_FILE = "wireduel-token";

/** A receiver that listens. */
export interface Listening {
  /** As the server returned it. Its host may be a wildcard. */
  readonly url: string;
  /** The names of the adapters, as `wireduel run` takes them. */
  readonly adapters: readonly string[];
  /** Undefined: it needs none. */
  readonly token: Token | undefined;
  /** PEM of its certificate. Undefined: it is not encrypted. */
  readonly certificate: string | undefined;
  /** How the command is started here, and so probably on the other machine. */
  readonly command: string;
  /** How many ports follow that of the URL. Undefined: the adapters have any free ports. */
  readonly portsAfter: number | undefined;
}

/** The instructions, in several lines. */
export function instructions(
  { url: listening, adapters, token, certificate, command, portsAfter }: Listening,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): string {
  const { url, others, local } = placeOf(listening, certificate, interfaces);
  const line = [
    ...[command, ...adapters.map(shellWord), "--to", url],
    ...(token === undefined ? [] : ["--token-file", local ? shellWord(token.path) : TOKEN_FILE]),
    ...(certificate === undefined ? [] : ["--tls", "--ca", "ca.pem"]),
  ];
  return [
    `Receiving ${listed(adapters, "and")} at ${listening}, from one run at a time. Ctrl-C ends it.`,
    "",
    local ? "In another terminal of this machine:" : "On the other machine:",
    "",
    ...(local || token === undefined ? [] : [howToGet(token, TOKEN_FILE)]),
    `  ${line.join(" ")}`,
    "",
    ...(certificate === undefined
      ? []
      : ["ca.pem is the authority of this machine's certificate. Leave out --ca if Node knows it.", ""]),
    ...(others.length === 0 ? [] : [`This machine has other addresses too: ${others.join(", ")}`]),
    local
      ? `For senders on other machines: ${command} receive --host 0.0.0.0 --token-file ${TOKEN_FILE}`
      : portsInWords(portOf(listening), portsAfter),
    "",
  ].join("\n");
}

function portsInWords(first: number, portsAfter: number | undefined): string {
  if (portsAfter === undefined)
    return "The adapters listen on free ports. --port gives them fixed ones, for a firewall.";
  return `The other machine must reach the TCP ports ${first} to ${first + portsAfter}.`;
}
