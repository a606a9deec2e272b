// The file of `--json=FILE`.
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { badValue, CommandError } from "../failure.js";
import { tryToWrite, writeFileAtomically } from "./write-file.js";

/** The value of `--json`. True: stdout. */
type Json = string | true | undefined;

/**
 * Refuses a file that cannot be written, before anything is measured.
 * @throws UsageError
 */
export function checkJsonFile(json: Json, cwd: string): void {
  if (typeof json !== "string") return;
  try {
    tryToWrite(resolve(cwd, json));
  } catch (error) {
    throw badValue("--json", "a file that can be written", `${json}: ${(error as Error).message}`);
  }
}

/** The file, if core can store a run in it while the run goes on: there is one, and it is no device. */
export function fileToStoreIn(json: Json, cwd: string): string | undefined {
  if (typeof json !== "string") return undefined;
  const file = resolve(cwd, json);
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined || found.isFile() ? file : undefined;
}

/**
 * Writes the file, if there is one.
 * @throws CommandError if it cannot be written
 */
export function writeJsonFile(json: Json, text: string, cwd: string): void {
  if (typeof json !== "string") return;
  try {
    writeFileAtomically(resolve(cwd, json), text);
  } catch (error) {
    throw new CommandError(`--json: ${json} cannot be written: ${(error as Error).message}`);
  }
}
