import { type StoredResult, WireduelError } from "@wireduel/core/report";
import { pageOf } from "./page/page.js";

/** Options of a page. */
export interface HtmlOptions {
  /** The command line that measures the same again. Default: the page says that it is not known. */
  readonly command?: string | undefined;
}

/**
 * A result as one HTML page: the verdict, pictures with the numbers behind them, the settings of both ends, and how to repeat
 * it. It makes no request and runs no script. The text depends on its arguments only.
 * @throws WireduelError `INVALID_OPTION` if `stored` is neither a result nor a matrix, or `options.command` is no text
 */
export function formatHtml(stored: StoredResult, options: HtmlOptions = {}): string {
  const command = options?.command;
  if (command !== undefined && typeof command !== "string") {
    throw new WireduelError("INVALID_OPTION", `options.command: expected text, got ${typeof command}`);
  }
  return pageOf(stored, command).text;
}
