import { forkAndWait } from "../processes/fork-and-wait.js";

/** What it cost to write a result as JSON and as a page. */
export interface Writing {
  /** Until both are on the disk. */
  readonly ms: number;
  /** The highest resident memory meanwhile, over that with the result alone. Null: the system does not tell. */
  readonly overBytes: number | null;
}

const PROGRAM = new URL("writing-process.js", import.meta.url);
const TIMEOUT_MS = 120_000;

/** Writes the result in a file again, beside it, in a fresh process. */
export function measureWriting(file: string): Promise<Writing> {
  return forkAndWait(PROGRAM, { name: "the writing process", args: [file], timeoutMs: TIMEOUT_MS });
}
