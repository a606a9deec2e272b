import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { formatInShort } from "./in-short.js";
import { formatMarkdown } from "./report.js";
import type { BenchResults } from "./results.js";

const JSON_FILE = "results.json";
const MARKDOWN_FILE = "results.md";
const IN_SHORT_FILE = "in-short.md";

/** Writes the results and their two documents to a folder, in place of older ones. */
export async function writeResults(folder: string, results: BenchResults): Promise<void> {
  await writeFile(join(folder, JSON_FILE), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, MARKDOWN_FILE), formatMarkdown(results));
  await writeFile(join(folder, IN_SHORT_FILE), formatInShort(results));
}

/** Reads the results in a folder. Undefined if there are none. */
export function readResults(folder: string): BenchResults | undefined {
  const file = join(folder, JSON_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BenchResults) : undefined;
}

/** The files of a folder, as text for the terminal. */
export function resultFiles(folder: string): string {
  return [JSON_FILE, MARKDOWN_FILE, IN_SHORT_FILE]
    .map((file) => relative(process.cwd(), join(folder, file)))
    .join(", ");
}
