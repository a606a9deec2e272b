// What to type on another machine to reach this one.
import { X509Certificate } from "node:crypto";
import type { NetworkInterfaceInfo } from "node:os";
import { isLoopback } from "@wireduel/core/adapter";
import type { Token } from "./token.js";
import { hostOf } from "./url.js";

const WILDCARDS = new Set(["0.0.0.0", "::"]);

/** Where something on this machine listens. */
export interface Place {
  /** As it listens: it may be a wildcard. An IPv6 address without brackets. */
  readonly bound: string;
  /** Where others reach it, such as `http://192.0.2.5:4000`. */
  readonly url: string;
  /** Other addresses of this machine. */
  readonly others: readonly string[];
  /** Whether only this machine can reach it. */
  readonly local: boolean;
}

/**
 * Where others reach what listens here.
 * @param listening as the server returned it
 * @param certificate PEM. Undefined: it is not encrypted.
 */
export function placeOf(
  listening: string,
  certificate: string | undefined,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): Place {
  const { protocol } = new URL(listening);
  const bound = hostOf(listening);
  const [host = bound, ...others] = hostsToReach(bound, certificate, interfaces);
  return { bound, url: `${protocol}//${inUrl(host)}:${portOf(listening)}`, others, local: isLoopback(bound) };
}

/** The port of a URL that names it, as a server's does. A URL object has none for 80 and 443. */
export function portOf(listening: string): number {
  return Number(/:(\d+)$/.exec(listening)?.[1]);
}

/**
 * How the other machine gets a token.
 * @param file how the file is called there
 */
export function howToGet({ token, path, isNew }: Token, file: string): string {
  if (isNew) return `  (umask 077; echo '${token}' > ${file})`;
  return `  (copy ${path} of this machine to the other one, as ${file})`;
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

function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
