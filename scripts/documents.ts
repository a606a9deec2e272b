// The documents of the repository, for the tests that check them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));
/** The text of a file, by its path in the repository. */
export const read = (file: string) => readFileSync(join(root, file), "utf8");

/** Folders of generated files. */
const MADE = new Set(["node_modules", "dist", "coverage", "results", "tarballs", "transpiled"]);

/** The files below a folder whose names end so, without generated ones. */
export function filesIn(folder: string, extension: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return MADE.has(entry.name) || entry.name.startsWith(".") ? [] : filesIn(path, extension);
    }
    return entry.name.endsWith(extension) ? [path] : [];
  });
}

/** All documents. `bench/in-short.md` is a part of docs/performance.md, where its links lead somewhere. */
export const documents = filesIn(".", ".md").filter((file) => file !== "bench/in-short.md");
/** The documents that people write: API reports are generated. */
export const written = documents.filter((file) => !file.endsWith(".api.md"));

/** A block of code: its language, and its text. */
export const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
/** A document without its blocks of code. */
export const withoutFences = (text: string) => text.replaceAll(FENCE, "");
