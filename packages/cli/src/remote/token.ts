// The secret that a sender and a receiver share. Messages never show it, except when it was just made.
import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { badValue, UsageError } from "../failure.js";
import { readText } from "../program/read-text.js";

/** Made of what an HTTP header can carry. */
const TOKEN = /^[\x21-\x7e]+$/;
const RANDOM_BYTES = 24;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** The token of a receiver. */
export interface Token {
  readonly token: string;
  /** The absolute path of its file. */
  readonly path: string;
  /** Whether the file was made just now. */
  readonly isNew: boolean;
}

/**
 * Reads a token. A line break at the end of the file does not belong to it.
 * @param name the flag, for messages
 * @throws UsageError
 */
export function readToken(name: string, file: string, cwd: string): string {
  const path = resolve(cwd, file);
  let content: string;
  try {
    content = readText(path);
  } catch (error) {
    throw cannot("read", name, path, error);
  }
  const token = content.replace(/\r?\n$/, "");
  if (TOKEN.test(token)) return token;
  const got = token === "" ? `${path}, which is empty` : `${path}, which has more than that`;
  throw badValue(name, "a file with one word of printable ASCII characters", got);
}

/**
 * Reads a token, or makes a file with a new one that only its owner can read.
 * @throws UsageError
 */
export function readOrMakeToken(name: string, file: string, cwd: string): Token {
  const path = resolve(cwd, file);
  const made = newToken(path);
  try {
    write(made);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw cannot("make", name, path, error);
    return { token: readToken(name, path, cwd), path, isNew: false };
  }
}

/**
 * Reads a token, or thinks up a new one. `keepToken` makes its file.
 * @throws UsageError
 */
export function findToken(name: string, file: string, cwd: string): Token {
  const path = resolve(cwd, file);
  if (existsSync(path)) return { token: readToken(name, path, cwd), path, isNew: false };
  try {
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    return newToken(path);
  } catch (error) {
    throw cannot("make", name, path, error);
  }
}

/**
 * Makes the file of a new token, which only its owner can read.
 * @throws UsageError
 */
export function keepToken(name: string, token: Token): void {
  if (!token.isNew) return;
  try {
    write(token);
  } catch (error) {
    throw cannot("make", name, token.path, error);
  }
}

function newToken(path: string): Token {
  return { token: randomBytes(RANDOM_BYTES).toString("base64url"), path, isNew: true };
}

function write({ token, path }: Token): void {
  writeFileSync(path, `${token}\n`, { flag: "wx", mode: OWNER_ONLY });
}

/** Whether other users of this machine can read a file. On Windows, its mode does not say. */
export function othersCanRead(path: string): boolean {
  return process.platform !== "win32" && (statSync(path).mode & OTHERS) !== 0;
}

function cannot(what: string, name: string, path: string, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new UsageError(`${name}: cannot ${what} ${path} (${code ?? message})`);
}
