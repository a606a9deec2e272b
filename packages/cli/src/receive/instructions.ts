// What `wireduel receive` prints when it is ready: what to type on the other machine.
import { X509Certificate } from "node:crypto";
import type { NetworkInterfaceInfo } from "node:os";
import { isLoopback } from "@wireduel/core/adapter";
import { listed } from "../flags/listed.js";
import { shellWord } from "../output/shell-word.js";
import type { Token } from "../remote/token.js";

const WILDCARDS = new Set(["0.0.0.0", "::"]);

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
  { url, adapters, token, certificate, command, portsAfter }: Listening,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): string {
  const { protocol, port } = new URL(url);
  const bound = new URL(url).hostname.replace(/^\[|\]$/g, "");
  const [host = bound, ...others] = hostsToReach(bound, certificate, interfaces);
  const local = isLoopback(bound);
  const line = [
    ...[command, ...adapters.map(shellWord), "--to", `${protocol}//${inUrl(host)}:${port}`],
    ...(token === undefined ? [] : ["--token-file", local ? shellWord(token.path) : "wireduel-token"]),
    ...(certificate === undefined ? [] : ["--tls", "--ca", "ca.pem"]),
  ];
  return [
    `Receiving ${listed(adapters, "and")} at ${url}, from one run at a time. Ctrl-C ends it.`,
    "",
    local ? "In another terminal of this machine:" : "On the other machine:",
    "",
    ...(local || token === undefined ? [] : [howToGet(token)]),
    `  ${line.join(" ")}`,
    "",
    ...(certificate === undefined
      ? []
      : ["ca.pem is the authority of this machine's certificate. Leave out --ca if Node knows it.", ""]),
    ...(others.length === 0 ? [] : [`This machine has other addresses too: ${others.join(", ")}`]),
    local
      ? `For senders on other machines: ${command} receive --host 0.0.0.0 --token-file wireduel-token`
      : portsInWords(Number(port), portsAfter),
    "",
  ].join("\n");
}

/** Where others can reach a host: names of the certificate first, because no other name passes its check. */
function hostsToReach(
  bound: string,
  certificate: string | undefined,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): readonly string[] {
  const names = certificate === undefined ? [] : namesOf(certificate);
  const usable = names.filter((name) => isLoopback(name) === isLoopback(bound));
  if (usable.length > 0) return usable.includes(bound) ? [bound] : usable;
  if (!WILDCARDS.has(bound)) return [bound];
  const addresses = Object.values(interfaces)
    .flatMap((all) => all ?? [])
    // Link-local addresses need the name of an interface.
    .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
    .filter(({ family }) => family === "IPv4" || bound === "::");
  return addresses.toSorted((a, b) => a.family.localeCompare(b.family)).map(({ address }) => address);
}

function namesOf(certificate: string): string[] {
  const { subjectAltName = "" } = new X509Certificate(certificate);
  const names = [...subjectAltName.matchAll(/(?:DNS|IP Address):([^\s,*]+)(?=,|$)/g)];
  return names.map(([, name = ""]) => name);
}

/** How the other machine gets the token. */
function howToGet({ token, path, isNew }: Token): string {
  if (isNew) return `  (umask 077; echo '${token}' > wireduel-token)`;
  return `  (copy ${path} of this machine to the other one, as wireduel-token)`;
}

function portsInWords(first: number, portsAfter: number | undefined): string {
  if (portsAfter === undefined)
    return "The adapters listen on free ports. --port gives them fixed ones, for a firewall.";
  return `The other machine must reach the TCP ports ${first} to ${first + portsAfter}.`;
}

function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
