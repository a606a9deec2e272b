import { number } from "../options/kinds.js";

const MOST_MEMORY_BYTES = 64 * 2 ** 20;
/** Roughly what a reply takes besides its bytes. */
const OVERHEAD_BYTES = 512;

/** How much a link may have written that the other end has not read. */
export interface UnreadLimit {
  /** How many replies. */
  readonly replies: number;
  /** How many bytes these replies have, at least one for each. */
  readonly bytes: number;
}

/**
 * How many replies of a link may be unread: as many as take about 64 MiB of memory. Beyond that, the link must read no more
 * frames. Otherwise, a sender that does not read its replies would fill the memory.
 * @param replyBytes the size of a reply. All replies of a session have the same size.
 * @throws WireduelError `INVALID_OPTION` if it is not a number from 0
 */
export function unreadLimit(replyBytes: number): UnreadLimit {
  const bytes = number({ min: 0 }).parse("replyBytes", replyBytes);
  const replies = MOST_MEMORY_BYTES / (bytes + OVERHEAD_BYTES);
  return { replies, bytes: replies * Math.max(bytes, 1) };
}
