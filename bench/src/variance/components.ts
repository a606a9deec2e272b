// Where variation comes from: nested random effects, estimated by the analysis of variance.
//
// Every group of a level adds its own random effect to all values in it. The sum of squares of a level has an expected value that is
// linear in the variances of these effects. So the variances are the solution of triangular equations. The coefficients for
// groups of unequal sizes are those of Searle, Casella and McCulloch, "Variance Components" (1992), chapter 5. Kalibera and
// Jones, "Rigorous Benchmarking in Reasonable Time" (ISMM 2013), use the method for benchmarks, and derive the best counts from it.

/** Values in groups of groups. All values must be equally deep. */
export type Nested = number | readonly Nested[];

interface Group {
  /** How many values it contains. */
  readonly size: number;
  readonly mean: number;
  /** From the root to this group. */
  readonly path: readonly Group[];
}

/**
 * The variance that each level adds, from the outermost groups to single values. An estimate may be negative: then the true value is
 * small, or zero.
 * @throws RangeError if no group of some level has two members, if a group is empty, or if values are not equally deep
 */
export function varianceComponents(tree: readonly Nested[]): number[] {
  const levels = levelsOf(tree);
  const deepest = levels.length - 1;
  const components: number[] = [];
  for (let level = deepest; level > 0; level--) {
    let left = sumOfSquares(levels, level);
    for (let below = deepest; below > level; below--) {
      left -= coefficient(levels, level, below) * (components[below] as number);
    }
    const own = coefficient(levels, level, level);
    if (!(own > 0)) throw new RangeError(`expected a group of two at level ${level}, got none`);
    components[level] = left / own;
  }
  return components.slice(1);
}

/**
 * The standard error of each variance, from leaving out one outermost group at a time (the jackknife).
 * @throws RangeError for fewer than three outermost groups
 */
export function standardErrors(tree: readonly Nested[]): number[] {
  const count = tree.length;
  if (count < 3) throw new RangeError(`expected at least 3 outermost groups, got ${count}`);
  const without = tree.map((_, left) => varianceComponents(tree.filter((_, index) => index !== left)));
  return (without[0] ?? []).map((_, level) => {
    const values = without.map((components) => components[level] as number);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return Math.sqrt((squares * (count - 1)) / count);
  });
}

/**
 * How many inner groups an outer one should have, so that a given time tells most (Kalibera and Jones).
 * @param outer the variance that an outer group adds, and the time that it takes by itself
 * @param inner the same of an inner group
 * @returns null if the outer groups add no variance: then new ones gain nothing
 */
export function bestCount(outer: Level, inner: Level): number | null {
  if (!(outer.variance > 0)) return null;
  const count = Math.sqrt((outer.costMs / inner.costMs) * (Math.max(0, inner.variance) / outer.variance));
  return Math.max(1, Math.round(count));
}

/** A level of the design. */
export interface Level {
  readonly variance: number;
  /** How long it takes to add a group, without the groups in it. */
  readonly costMs: number;
}

/** All groups of each level, the root first. Single values are the deepest level. */
function levelsOf(tree: readonly Nested[]): readonly (readonly Group[])[] {
  const levels: Group[][] = [];
  let depth: number | undefined;
  const visit = (node: Nested, above: readonly Group[]): { size: number; sum: number } => {
    const level = above.length;
    const path: Group[] = [...above];
    const group: { size: number; mean: number; path: Group[] } = { size: 1, mean: Number.NaN, path };
    path.push(group);
    levels[level] ??= [];
    levels[level].push(group);
    if (typeof node === "number") {
      depth ??= level;
      if (level !== depth) throw new RangeError(`expected values at level ${depth}, got one at ${level}`);
      group.mean = node;
      return { size: 1, sum: node };
    }
    if (node.length === 0) throw new RangeError(`expected no empty group, got one at level ${level}`);
    const members = node.map((member) => visit(member, path));
    group.size = members.reduce((size, member) => size + member.size, 0);
    const sum = members.reduce((total, member) => total + member.sum, 0);
    group.mean = sum / group.size;
    return { size: group.size, sum };
  };
  visit(tree, []);
  return levels;
}

/** The squared distances of the groups' means from the mean of the group around them, each times its size. */
function sumOfSquares(levels: readonly (readonly Group[])[], level: number): number {
  const groups = levels[level] ?? [];
  return groups.reduce((sum, { size, mean, path }) => {
    const around = path[level - 1] as Group;
    return sum + size * (mean - around.mean) ** 2;
  }, 0);
}

/** What the expected sum of squares of one level has of the variance of another. */
function coefficient(levels: readonly (readonly Group[])[], level: number, of: number): number {
  return shares(levels, level, of) - shares(levels, level - 1, of);
}

/** For each group of `of`: its size squared, divided by the size of the group of `level` around it. */
function shares(levels: readonly (readonly Group[])[], level: number, of: number): number {
  const groups = levels[of] ?? [];
  return groups.reduce((sum, { size, path }) => sum + size ** 2 / (path[level] as Group).size, 0);
}
