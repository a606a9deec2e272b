/** What happened at a time. */
export interface At {
  /** When, in milliseconds since the round began. */
  readonly afterMs: number;
  readonly ms: number;
}

/**
 * At most so many of them, in order of time. Of each few in a row it keeps the fastest, the slowest, and the one whose time is in
 * the middle, so no extreme is lost.
 * @param most at least 3
 */
export function thin<T extends At>(all: readonly T[], most: number): T[] {
  const inOrder = all.toSorted((a, b) => a.afterMs - b.afterMs);
  if (all.length <= most) return inOrder;
  const parts = Math.floor(most / 3);
  return Array.from({ length: parts }, (_, part) => {
    const [from, until] = [part, part + 1].map((at) => Math.floor((at * all.length) / parts));
    return extremesOf(inOrder.slice(from, until));
  }).flat();
}

function extremesOf<T extends At>(part: readonly T[]): readonly T[] {
  if (part.length <= 3) return part;
  // Two that never came are equally slow, and their difference is no number.
  const byTime = part.toSorted((a, b) => (a.ms === b.ms ? 0 : a.ms - b.ms));
  const kept = [byTime[0], byTime[Math.floor(byTime.length / 2)], byTime.at(-1)];
  return kept.filter((one) => one !== undefined).toSorted((a, b) => a.afterMs - b.afterMs);
}

/** How much each gets, if all want different amounts and there is not enough: equal shares, but none more than it wants. */
export function fairShares(wanted: readonly number[], all: number): number[] {
  let [left, others] = [all, wanted.length];
  const shares = wanted.map(() => 0);
  for (const index of [...wanted.keys()].toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))) {
    const share = Math.min(wanted[index] ?? 0, Math.floor(left / others));
    shares[index] = share;
    left -= share;
    others--;
  }
  return shares;
}
