import { checkPageOptions, type PageOptions, type StoredResult } from "@wireduel/core/report";
import { pageOf } from "./page/page.js";

/** Options of a page. */
export type HtmlOptions = PageOptions;

/**
 * A result as one HTML page: the verdict, pictures with the numbers behind them, the settings of both ends, and how to repeat
 * it. It makes no request. Its script only adds to it, and is not needed to read it. The text depends on its arguments only.
 * @throws WireduelError `INVALID_OPTION` if `stored` is neither a result nor a matrix, or an option is wrong
 */
export function formatHtml(stored: StoredResult, options?: HtmlOptions): string {
  return pageOf(stored, checkPageOptions(options)).text;
}
