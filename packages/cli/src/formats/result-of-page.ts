// A page with its result inside.
import { gunzipSync } from "node:zlib";
import { UsageError } from "../failure.js";

/** The element that has the result. Text of a result is escaped on its page, so nothing else can look like it. */
const ELEMENT = /<script type="application\/gzip\+base64" id="wireduel-result">([A-Za-z0-9+/=\s]*)<\/script>/;

/** A larger result is refused: a small page could hold gigabytes of zeros. */
const MOST_BYTES = 256 * 2 ** 20;

/** Whether a text is a page. JSON never begins like this. */
export function isPage(text: string): boolean {
  return /^\s*</.test(text);
}

/**
 * The JSON of the result inside a page.
 * @param name the name of the page, for messages
 * @throws UsageError
 */
export function resultOfPage(page: string, name: string): string {
  const [, encoded] = ELEMENT.exec(page) ?? [];
  if (encoded === undefined)
    throw new UsageError(
      `${name} is a page without a result inside; give the file of the result, or a page that was written with --embed-result`,
    );
  try {
    return gunzipSync(Buffer.from(encoded, "base64"), { maxOutputLength: MOST_BYTES }).toString("utf8");
  } catch (error) {
    throw new UsageError(`the result inside ${name} cannot be read: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ERR_BUFFER_TOO_LARGE") return `it has more than ${MOST_BYTES / 2 ** 20} MiB`;
  return `it is damaged (${message})`;
}
