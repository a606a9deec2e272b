// The certificate with which this machine listens.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../failure.js";

/** The full paths of two PEM files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * Checks that both files are given and can be read. Core says what is wrong with their content. Undefined: neither is given.
 * @param flags the names of the two flags
 * @throws UsageError
 */
export function certificateOf(
  { cert, key }: { readonly cert: string | undefined; readonly key: string | undefined },
  flags: Certificate,
  cwd: string,
): Certificate | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new UsageError(`${flags.key}: needs ${flags.cert}, its certificate`);
  if (key === undefined) throw new UsageError(`${flags.cert}: needs ${flags.key}, its private key`);
  return { cert: readable(flags.cert, cert, cwd), key: readable(flags.key, key, cwd) };
}

function readable(name: string, file: string, cwd: string): string {
  const path = resolve(cwd, file);
  try {
    readFileSync(path);
    return path;
  } catch (error) {
    throw new UsageError(`${name}: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}
