import { basename, dirname, join, parse } from "node:path";
import { STORED_NAMES } from "./stored-names.js";
import { writeFileAtomically } from "./write-file.js";

/**
 * Writes a page beside the file of its result, and returns its path.
 * @param page writes the page, given the name of that file
 * @throws Error of Node, or of the page
 */
export async function writePage(
  resultFile: string,
  page: (resultFile: string) => Promise<string>,
): Promise<string> {
  const name = basename(resultFile);
  // A file of another name may share its folder with other results.
  const path = join(
    dirname(resultFile),
    STORED_NAMES.includes(name) ? "report.html" : `${parse(name).name}.html`,
  );
  writeFileAtomically(path, await page(name));
  return path;
}
