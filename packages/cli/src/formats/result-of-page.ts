// A page with its result inside.
import { gunzipSync } from "node:zlib";
import { UsageError } from "../failure.js";

/** Where the element of the result begins. Text of a result is escaped on its page, so nothing else can look like it. */
const BEGIN = '<script type="application/gzip+base64" id="wireduel-result">';
const END = "</script>";
const PAGE_END = /<\/html>\s*$/;

/** A larger result is refused: a small page could hold gigabytes of zeros. A page holds at most 40,000,000 characters. */
const MOST_BYTES = 128 * 2 ** 20;
/** What a parser needs for each level makes it slow. No result is as deep as this. */
const MOST_DEPTH = 200;

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
  const [, ...after] = page.split(BEGIN);
  const [first] = after;
  if (first === undefined) throw withoutResult(page, name);
  if (after.length > 1)
    throw new UsageError(`${name} has ${after.length} results inside; give a page with one result`);
  const end = first.indexOf(END);
  if (end === -1) throw cannotBeRead(name, "the page is cut off");
  const json = unzipped(first.slice(0, end), name);
  if (isTooDeep(json)) throw cannotBeRead(name, `it has more than ${MOST_DEPTH} levels`);
  return json;
}

function withoutResult(page: string, name: string): UsageError {
  const instead = "give the file of the result, or a page that was written with --embed-result";
  const what = PAGE_END.test(page) ? "a page without a result inside" : "a page that is cut off, or no page";
  return new UsageError(`${name} is ${what}; ${instead}`);
}

function cannotBeRead(name: string, why: string): UsageError {
  return new UsageError(`the result inside ${name} cannot be read: ${why}`);
}

function unzipped(encoded: string, name: string): string {
  try {
    return gunzipSync(Buffer.from(encoded, "base64"), { maxOutputLength: MOST_BYTES }).toString("utf8");
  } catch (error) {
    throw cannotBeRead(name, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ERR_BUFFER_TOO_LARGE") return `it has more than ${MOST_BYTES / 2 ** 20} MiB`;
  return `it is damaged (${message})`;
}

/** Counts the brackets outside of texts. */
function isTooDeep(json: string): boolean {
  let [depth, inText] = [0, false];
  for (let index = 0; index < json.length && depth <= MOST_DEPTH; index++) {
    const character = json[index];
    if (character === '"') inText = !inText;
    else if (inText) index += character === "\\" ? 1 : 0;
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
  }
  return depth > MOST_DEPTH;
}
