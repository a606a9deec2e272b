/** How long closing may take; a forked receiver is killed before that. */
export const CLOSE_TIMEOUT_MS = 3_000;
