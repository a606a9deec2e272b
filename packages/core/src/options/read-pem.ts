import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { WireduelError } from "../failure/wireduel-error.js";
import { describeSecret } from "./describe-secret.js";

const PEM = /-----BEGIN [A-Z0-9 ]+-----/;

/**
 * PEM as it was given, or of the file whose path was given.
 *
 * @param wanted what it must be, in words; the text itself is never shown, as it may be a key
 * @throws WireduelError `INVALID_OPTION`
 */
export function readPem(name: string, wanted: string, value: unknown): string {
  const refuse = (got: string) =>
    new WireduelError(
      "INVALID_OPTION",
      `Expected \`${name}\` to be ${wanted} in PEM, or the path of a file with it, got ${got}`,
    );
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
 * Whether a text is what stands between the lines of PEM, on one line: base64 of DER, which begins with M. It is taken for
 * no path, as a path that cannot be read is shown.
 */
function looksLikeKey(value: string): boolean {
  return /-----/.test(value) || /^\s*M[A-Za-z0-9+/ ]{40,}={0,2}\s*$/.test(value);
}
