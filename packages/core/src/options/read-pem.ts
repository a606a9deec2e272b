import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { mismatch } from "./kinds.js";

const PEM = /-----BEGIN [A-Z0-9 ]+-----/;

/**
 * Returns the given PEM, or reads it from the file with the given path. Errors never show PEM, because it may
 * be a key.
 *
 * @param wanted describes the value in messages
 * @throws WireduelError `INVALID_OPTION`
 */
export function readPem(name: string, wanted: string, value: unknown): string {
  const refuse = (got: string) => mismatch(name, `${wanted} in PEM, or the path of a file with it`, got);
  if (typeof value !== "string") throw refuse(describeSecret(value));
  if (PEM.test(value)) return value;
  if (value === "" || /[\r\n\0]/.test(value) || looksLikeKey(value)) throw refuse("a text without PEM");
  const path = resolve(value);
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch (error) {
    throw refuse(`${path}, which cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (!PEM.test(content)) throw refuse(`${path}, which has no PEM`);
  return content;
}

/**
 * Whether a string is the base64 of a PEM file. It starts with M, because it is DER. An error about a path
 * would show it.
 */
function looksLikeKey(value: string): boolean {
  return /-----/.test(value) || /^\s*M[A-Za-z0-9+/ ]{40,}={0,2}\s*$/.test(value);
}

/** Describes a value that may be a key, for an error: its type, never the value. */
export function describeSecret(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (typeof value === "string") return "a text";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
