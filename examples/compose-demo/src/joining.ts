// Several transmitters that share one run: where they join it, and with which secrets.
import { hostname } from "node:os";
import type { JoinBenchmarkOptions, SendersOption } from "@wireduel/core";
import { type Environment, given } from "./environment.js";
import { badValue } from "./failure.js";
import { readKey, readSecrets, SERVER_NAME, type Secrets } from "./secrets.js";
import { integer, secretsOf } from "./settings.js";

const PORT = 4_010;
const MOST = 1_000;
/** That many processes of one machine. */
const MOST_LOCAL = 64;
/** How long the others may take to start. */
const TIMEOUT_MS = 60_000;

/**
 * The run that this transmitter joins. Undefined: it has one of its own.
 * @throws SettingError
 */
export function runPlaceOf(
  env: Environment,
): Pick<JoinBenchmarkOptions, "url" | "token" | "tls" | "label" | "timeoutMs"> | undefined {
  const host = given(env, "COORDINATOR_HOST");
  if (host === undefined || countOf(env, MOST) === undefined) return undefined;
  const { token, certificate } = secretsFor(env);
  return {
    url: `https://${host}:${PORT}`,
    token,
    tls: { ca: certificate, servername: SERVER_NAME },
    // The same one if the container is started again. So it cannot count twice.
    label: hostname(),
    timeoutMs: TIMEOUT_MS,
  };
}

/**
 * How many processes of this machine send if nobody joins. Undefined: one.
 * @throws SettingError
 */
export function localSendersOf(env: Environment): number | undefined {
  return countOf(env, MOST_LOCAL);
}

/**
 * How transmitters join the run of this coordinator. It has the secrets of the receiver, which they can read.
 * @throws SettingError
 */
export function joiningOf(env: Environment): SendersOption {
  const count = countOf(env, MOST);
  if (count === undefined) throw badValue("TRANSMITTERS", "the number of transmitters", "none");
  const { token, certificate: cert, folder } = secretsFor(env);
  const host = given(env, "COORDINATOR_BIND");
  const tls = { cert, key: readKey(folder) };
  return { count, join: { host, port: PORT, token, tls, timeoutMs: TIMEOUT_MS } };
}

function countOf(env: Environment, most: number): number | undefined {
  return integer(env, "TRANSMITTERS", undefined, 1, most);
}

function secretsFor(env: Environment): Secrets & { readonly folder: string } {
  const folder = secretsOf(env);
  if (folder === undefined)
    throw badValue("SECRETS_DIR", "a folder with the secrets of the receiver", "none");
  return { ...readSecrets(folder), folder };
}
