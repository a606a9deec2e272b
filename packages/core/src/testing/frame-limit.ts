import type { Adapter } from "../adapter/contract.js";

/** The limit for an adapter whose library has none of its own. */
const LIMIT = 100_000;
/** A larger frame takes too long. */
const LARGEST_LIMIT = 16 * 2 ** 20;

/** The largest frame in cases about the limit. */
export function frameLimitOf({ supports: { maxFrameBytes = LIMIT } }: Adapter): number {
  return maxFrameBytes;
}

/** Why the limit cannot be tested. */
export function limitTooLarge(adapter: Adapter): string | undefined {
  const limit = frameLimitOf(adapter);
  if (limit <= LARGEST_LIMIT) return undefined;
  return `a limit of ${limit} bytes is too large for a test: give an adapter with a smaller one`;
}

/** The size, or the largest that the adapter's library receives. */
export function fitting({ supports }: Adapter, bytes: number): number {
  return Math.min(bytes, supports.maxFrameBytes ?? bytes);
}
