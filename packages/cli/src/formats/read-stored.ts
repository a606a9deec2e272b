import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { WireduelError } from "@wireduel/core";
import type { StoredResult } from "@wireduel/core/report";
import type { Context } from "../context.js";
import { UsageError } from "../failure.js";
import { STORED_NAMES } from "../output/stored-names.js";
import { readText } from "../program/read-text.js";
import { parseStored } from "./parse-stored.js";
import { isPage, resultOfPage } from "./result-of-page.js";

/**
 * Reads what a run or a matrix stored.
 * @param given a file, a page with the result inside, a folder of a run, a folder with folders of runs (then the newest one), or `-` for stdin
 * @param context relative paths start at `cwd`
 * @throws UsageError with the name that was given and the reason
 */
export async function readStored(given: string, { cwd }: Pick<Context, "cwd">): Promise<StoredResult> {
  const name = given === "-" ? "stdin" : given;
  const content = given === "-" ? await text(process.stdin) : readFileOf(given, cwd);
  const json = isPage(content) ? resultOfPage(content, name) : content;
  try {
    return parseStored(json);
  } catch (error) {
    if (!(error instanceof WireduelError)) throw error;
    throw new UsageError(`${name} is not a stored result: ${error.message}`);
  }
}

/**
 * The path of a stored file.
 * @throws UsageError if there is none
 */
export function pathOfStored(given: string, cwd: string): string {
  const path = resolve(cwd, given);
  try {
    return statSync(path).isDirectory() ? storedIn(path, given) : path;
  } catch (error) {
    throw cannotRead(given, error);
  }
}

function readFileOf(given: string, cwd: string): string {
  try {
    return readText(pathOfStored(given, cwd));
  } catch (error) {
    throw cannotRead(given, error);
  }
}

function cannotRead(given: string, error: unknown): UsageError {
  return error instanceof UsageError ? error : new UsageError(`cannot read ${given}: ${reasonOf(error)}`);
}

/** The stored file of a folder, or that of the newest folder in it: their names begin with the time. */
function storedIn(folder: string, given: string): string {
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .toSorted();
  for (const one of [folder, ...folders.toReversed()]) {
    const stored = STORED_NAMES.map((name) => join(one, name)).find(existsSync);
    if (stored !== undefined) return stored;
  }
  throw new UsageError(`${given} has no result.json or matrix.json, and no folder in it has one`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? message;
}
