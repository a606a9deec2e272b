// Replaces a part of a document that a script writes.
import { readFileSync, writeFileSync } from "node:fs";

/** Puts `part` between two lines of a file. Throws if the file does not have them in this order. */
export function writeBetween(file, begin, end, part) {
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no ${begin} and ${end}`);
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${part.trim()}\n\n${text.slice(to)}`);
}
