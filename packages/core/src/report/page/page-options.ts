import { flag, type Kind, object, optional, text, withDefault } from "../../options/kinds.js";

/** Options of a page. */
export interface PageOptions {
  /** The command line that measures the same again. Default: the page says that it is not known. */
  readonly command?: string | undefined;
  /**
   * Whether the result is inside the page, compressed, so that it can be read from there. A result that is too large for that is left
   * out, and the page says so. Default: true.
   */
  readonly embedResult?: boolean | undefined;
  /** The name of the file that has the result. A page without the result names it. Default: none. */
  readonly resultFile?: string | undefined;
}

/** Checked options, with defaults. */
export interface CheckedPageOptions {
  readonly command?: string;
  readonly embedResult: boolean;
  readonly resultFile?: string;
}

const pageOptions: Kind<CheckedPageOptions> = object<CheckedPageOptions>({
  command: optional(text()),
  embedResult: withDefault(flag, true),
  resultFile: optional(text()),
});

/**
 * Checks the options of a page and fills in defaults.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkPageOptions(options: PageOptions = {}): CheckedPageOptions {
  return pageOptions.parse("options", options);
}
