// The token and the certificate of the receiver, in a folder that both servers can read. So control is encrypted, and only
// who can read the folder can use the receiver.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { badValue, type SettingError } from "./failure.js";

/** The name in the certificate. A transmitter expects it whatever host it dials, because it trusts only this certificate. */
export const SERVER_NAME = "wireduel-receiver";

const TOKEN = "token";
const CERTIFICATE = "certificate.pem";
const KEY = "key.pem";

const TOKEN_BYTES = 24;
const VALID_YEARS = 10;
const DAY_MS = 86_400_000;
const OWNER_ONLY = 0o600;
const EVERYBODY = 0o644;

/** What a transmitter needs to know of a receiver. */
export interface Secrets {
  readonly token: string;
  /** In PEM. */
  readonly certificate: string;
}

/** What a receiver has. */
export interface ReceiverSecrets extends Secrets {
  /** The private key of the certificate, in PEM. */
  readonly key: string;
  /** Whether the token was made just now. */
  readonly isNew: boolean;
}

/**
 * Reads the secrets that a receiver has made.
 * @throws SettingError
 */
export function readSecrets(folder: string): Secrets {
  try {
    return { token: readToken(folder), certificate: readCertificate(folder) };
  } catch (error) {
    throw cannot(`a folder with ${TOKEN} and ${CERTIFICATE} of a receiver`, folder, error);
  }
}

/**
 * Reads the private key of a receiver's certificate.
 * @throws SettingError
 */
export function readKey(folder: string): string {
  try {
    return readAsOwner(join(folder, KEY));
  } catch (error) {
    throw cannot(`a folder with ${KEY} of a receiver`, folder, error);
  }
}

/** Only the certificate, which is no secret. */
export function readCertificate(folder: string): string {
  return readAsOwner(join(folder, CERTIFICATE));
}

/**
 * Reads the secrets, or makes those that are missing. Only the owner of their files can read the token and the key.
 * @throws SettingError
 */
export async function readOrMakeSecrets(folder: string): Promise<ReceiverSecrets> {
  try {
    mkdirSync(folder, { recursive: true });
    const isNew = !existsSync(join(folder, TOKEN));
    if (isNew) write(folder, TOKEN, `${makeToken()}\n`, OWNER_ONLY);
    if (!existsSync(join(folder, CERTIFICATE))) {
      const { certificate, key } = await makeCertificate();
      // The certificate comes last: if it is there, its key is there too.
      write(folder, KEY, key, OWNER_ONLY);
      write(folder, CERTIFICATE, certificate, EVERYBODY);
    }
    const key = readFileSync(join(folder, KEY), "utf8");
    return { token: readToken(folder), certificate: readCertificate(folder), key, isNew };
  } catch (error) {
    throw cannot("a folder for the secrets of the receiver", folder, error);
  }
}

/** A token that nobody can guess. */
export function makeToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

async function makeCertificate(): Promise<{ readonly certificate: string; readonly key: string }> {
  // Loaded lazily: with its dependencies it takes as long as starting a process.
  const { default: selfsigned } = await import("selfsigned");
  const { cert, private: key } = await selfsigned.generate([{ name: "commonName", value: SERVER_NAME }], {
    keyType: "ec",
    curve: "P-256",
    // The clock of the transmitter may be behind.
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + VALID_YEARS * 365 * DAY_MS),
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: SERVER_NAME }] }],
  });
  return { certificate: cert, key };
}

/** Writes a file in one step. */
function write(folder: string, name: string, content: string, mode: number): void {
  const unfinished = join(folder, `.${name}.${process.pid}`);
  writeFileSync(unfinished, content, { mode });
  renameSync(unfinished, join(folder, name));
}

function readToken(folder: string): string {
  const token = readAsOwner(join(folder, TOKEN)).replace(/\r?\n$/, "");
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Error(`${TOKEN} is not one word of printable ASCII characters`);
}

/**
 * Reads a file. A process of root becomes its owner for that: in a container without capabilities, root may not read what
 * belongs to others.
 */
function readAsOwner(path: string): string {
  const { uid } = statSync(path);
  if (process.geteuid?.() !== 0 || uid === 0) return readFileSync(path, "utf8");
  process.seteuid?.(uid);
  try {
    return readFileSync(path, "utf8");
  } finally {
    process.seteuid?.(0);
  }
}

function cannot(wanted: string, folder: string, error: unknown): SettingError {
  return badValue("SECRETS_DIR", wanted, `${folder}: ${(error as Error).message}`);
}
