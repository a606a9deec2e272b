import { readFileSync, statSync } from "node:fs";

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Reads a text file without its byte order mark, or what a pipe has. A device is refused, because it may never end.
 * @throws Error of Node, or one without a code
 */
export function readText(path: string): string {
  if (statSync(path).isCharacterDevice()) throw new Error("it is a device");
  return readFileSync(path, "utf8").replace(BYTE_ORDER_MARK, "");
}
