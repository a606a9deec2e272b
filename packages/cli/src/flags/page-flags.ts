// The flags of every command that writes pages.
import type { Flag } from "./flag.js";
import { switchFlag } from "./kinds.js";

/** Pages with pictures. */
export type PageFlags = {
  /** Whether a page has the result inside. */
  readonly embedResult: Flag<boolean, boolean>;
};

export const PAGE_FLAGS: PageFlags = {
  embedResult: switchFlag({
    help: "Put the result into HTML pages, compressed. --no-embed-result makes them smaller.",
    fallback: "on",
  }),
};
