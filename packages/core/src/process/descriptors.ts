import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";

/** What to say of a process without file descriptors. */
export const NO_DESCRIPTORS = "no file descriptor is left (EMFILE); raise the limit with `ulimit -n`";

/**
 * Whether this process can open no more files and connections. A listening end does not notice that by itself: libuv then accepts
 * connections only to close them.
 */
export function hasNoDescriptors(): boolean {
  try {
    closeSync(openSync(devNull, "r"));
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "EMFILE" || code === "ENFILE";
  }
}
