/** What happened at a time. */
export interface At {
  /** When, in milliseconds since the round began. */
  readonly afterMs: number;
  readonly ms: number;
}

/**
 * At most so many of them, in order of time. Each stretch of time keeps its fastest, its slowest, and the one whose time is in
 * the middle, so no extreme is lost.
 * @param most at least 3
 */
export function thin<T extends At>(all: readonly T[], most: number): T[] {
  const inOrder = all.toSorted((a, b) => a.afterMs - b.afterMs);
  if (all.length <= most) return inOrder;
  const stretches = Math.max(1, Math.floor(most / 3));
  const [begin, end] = [inOrder[0]?.afterMs ?? 0, inOrder.at(-1)?.afterMs ?? 0];
  const parts = Array.from({ length: stretches }, (): T[] => []);
  for (const one of inOrder) {
    const share = end > begin ? (one.afterMs - begin) / (end - begin) : 0;
    parts[Math.min(stretches - 1, Math.floor(share * stretches))]?.push(one);
  }
  return parts.flatMap((part) => (part.length <= 3 ? part : extremesOf(part)));
}

function extremesOf<T extends At>(part: readonly T[]): T[] {
  // Two that never came are equally slow, and their difference is no number.
  const byTime = part.toSorted((a, b) => (a.ms === b.ms ? 0 : a.ms - b.ms));
  const kept = [byTime[0], byTime[Math.floor(byTime.length / 2)], byTime.at(-1)];
  return kept.filter((one) => one !== undefined).toSorted((a, b) => a.afterMs - b.afterMs);
}
