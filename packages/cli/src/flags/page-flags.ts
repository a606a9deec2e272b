// The flags of every command that writes pages.
import type { Flag } from "./flag.js";
import { switchFlag } from "./kinds.js";

/** Pages with pictures. */
export type PageFlags = {
  /** Whether a page is written beside the stored result. */
  readonly page: Flag<boolean, boolean>;
  /** Whether a page has the result inside. */
  readonly embedResult: Flag<boolean, boolean>;
};

export const PAGE_FLAGS: PageFlags = {
  page: switchFlag({
    help: "Write a page with pictures, report.html, beside the stored result. --no-page writes none.",
    fallback: "on",
  }),
  embedResult: switchFlag({
    help: "Put the result into HTML pages, compressed. --no-embed-result makes them smaller.",
    fallback: "on",
  }),
};
