import { isUtf8 } from "node:buffer";
import { readFileSync, type Stats, statSync } from "node:fs";
import { createRequire } from "node:module";
import type { globSync } from "tinyglobby";
import { messageOf } from "../failure/wireduel-error.js";
import { invalidOption, mismatch } from "../options/kinds.js";

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** What a path must be, in words. */
export const FILE_WANTED = "the path of a file";

/** The limits of payloads that come from files. */
export interface Limits {
  /** The maximum size of each payload. */
  readonly maxPayloadBytes: number;
  /** The maximum size of all payloads together. */
  readonly mostBytes: number;
  /** The maximum number of payloads. */
  readonly most: number;
}

/**
 * The content of a file, as one payload.
 * @param name the option, for messages
 * @throws WireduelError `INVALID_OPTION`
 */
export function readOne(name: string, path: string, limits: Limits): Uint8Array {
  return read(name, path, Math.min(limits.maxPayloadBytes, limits.mostBytes), limits);
}

/**
 * The content of each file that matches a pattern, in the order of their names.
 * @throws WireduelError `INVALID_OPTION`
 */
export function readFiles(name: string, pattern: string, limits: Limits): readonly Uint8Array[] {
  // Loaded only if it is needed: a start of a run must be fast.
  const { globSync: glob } = createRequire(import.meta.url)("tinyglobby") as { globSync: typeof globSync };
  const paths = [...glob(pattern, { expandDirectories: false })].sort();
  if (paths.length === 0) throw invalidOption(name, "a glob pattern that matches a file", pattern);
  if (paths.length > limits.most) {
    throw mismatch(name, `a pattern that matches at most ${limits.most} files`, `${paths.length} files`);
  }
  let left = limits.mostBytes;
  return paths.map((path) => {
    const payload = readOne(name, path, { ...limits, mostBytes: left });
    left -= payload.byteLength;
    return payload;
  });
}

/**
 * The lines of a file that are not empty, without their ends.
 * @throws WireduelError `INVALID_OPTION`
 */
export function readLines(name: string, path: string, limits: Limits): readonly Uint8Array[] {
  const content = read(name, path, limits.mostBytes, limits);
  const bytes = content.subarray(0, 3).equals(BYTE_ORDER_MARK) ? content.subarray(3) : content;
  // A zero byte is valid UTF-8, but no text has one.
  if (!isUtf8(bytes) || bytes.includes(0)) throw invalidOption(name, "a text file in UTF-8", path);
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf("\n", start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, bytes[end - 1] === 0x0d && end > start ? end - 1 : end);
    start = end + 1;
    if (line.length === 0) continue;
    lines.push(line);
    if (line.length > limits.maxPayloadBytes) {
      const where = `line ${lines.length} of ${JSON.stringify(path)} with ${line.length} bytes`;
      throw mismatch(name, `a file with lines of ${limitInWords(limits.maxPayloadBytes, limits)}`, where);
    }
    if (lines.length > limits.most) throw mismatch(name, `a file of at most ${limits.most} lines`, "more");
  }
  if (lines.length === 0) throw invalidOption(name, "a file with at least one line that is not empty", path);
  return lines;
}

function read(name: string, path: string, mostBytes: number, limits: Limits): Buffer {
  const unreadable = (error: unknown) => mismatch(name, "a file that can be read", messageOf(error));
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    throw unreadable(error);
  }
  // A pipe or a device may never end.
  if (!stats.isFile()) throw invalidOption(name, "a file, not a folder or a device", path);
  const tooLarge = (bytes: number) => {
    const got = `${JSON.stringify(path)} with ${bytes} bytes`;
    return mismatch(name, `a file of ${limitInWords(mostBytes, limits)}`, got);
  };
  if (stats.size > mostBytes) throw tooLarge(stats.size);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    throw unreadable(error);
  }
  // The system does not know the size of some files, such as those in /proc.
  if (content.byteLength > mostBytes) throw tooLarge(content.byteLength);
  return content;
}

function limitInWords(bytes: number, { maxPayloadBytes }: Limits): string {
  const limit = bytes === maxPayloadBytes ? `\`maxPayloadBytes\` (${bytes})` : String(bytes);
  return `at most ${limit} bytes`;
}
