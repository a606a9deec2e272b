import { describe, expect, it } from "vitest";
import { bestCount, type Nested, standardErrors, varianceComponents } from "./components.js";

/** Normal values, always the same ones (Box and Muller). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A tree of values: each group adds an effect with the variance of its level. `sizes` may depend on the group's index. */
function simulate(
  sizes: readonly ((index: number) => number)[],
  variances: readonly number[],
  normal: () => number,
): readonly Nested[] {
  const grow = (level: number, effect: number, index: number): readonly Nested[] =>
    Array.from({ length: sizes[level]?.(index) ?? 0 }, (_, member): Nested => {
      const value = effect + Math.sqrt(variances[level] ?? 0) * normal();
      return level === sizes.length - 1 ? value : grow(level + 1, value, member);
    });
  return grow(0, 0, 0);
}

/** The mean of the estimates over many simulations. */
function meanEstimate(sizes: readonly ((index: number) => number)[], variances: readonly number[]): number[] {
  const RUNS = 400;
  const normal = normals(1);
  const sums = variances.map(() => 0);
  for (let run = 0; run < RUNS; run++) {
    varianceComponents(simulate(sizes, variances, normal)).forEach((value, level) => {
      sums[level] = (sums[level] ?? 0) + value / RUNS;
    });
  }
  return sums;
}

const always = (count: number) => () => count;

describe("varianceComponents", () => {
  it("is the classic estimate for groups of equal sizes", () => {
    // Within: (2 + 8) / 2 = 5. Between: the mean square is 25, so (25 - 5) / 2 = 10.
    expect(
      varianceComponents([
        [1, 3],
        [5, 9],
      ]),
    ).toEqual([10, 5]);
  });

  it("is the classic estimate for groups of unequal sizes", () => {
    // Means 2, 6 and 9, in all 5. Within: 2 / 3 of [1, 2, 3], [6], [8, 10]: (2 + 0 + 2) / 3.
    // Between: (27 + 1 + 32) / 2 = 30; the average size is (6 - 14 / 6) / 2 = 11 / 6.
    const [between, within] = varianceComponents([[1, 2, 3], [6], [8, 10]]);
    expect(within).toBeCloseTo(4 / 3, 12);
    expect(between).toBeCloseTo((30 - 4 / 3) / (11 / 6), 12);
  });

  it("does not change when a constant is added, and grows with the square of a factor", () => {
    const tree = simulate([always(4), always(3), always(2)], [1, 2, 3], normals(7)) as number[][][];
    const changed = tree.map((pair) => pair.map((connection) => connection.map((value) => 10 + 3 * value)));
    const plain = varianceComponents(tree);
    varianceComponents(changed).forEach((value, level) => {
      expect(value).toBeCloseTo(9 * (plain[level] as number), 9);
    });
  });

  it.each([
    ["balanced", [always(6), always(3), always(4), always(2)]],
    [
      "unbalanced",
      [always(6), (index: number) => 2 + (index % 3), (index: number) => 1 + (index % 4), always(2)],
    ],
  ])("finds the components of simulated data: %s", (_, sizes) => {
    const variances = [0.09, 0.04, 0.01, 0.0025];
    const found = meanEstimate(sizes, variances);
    for (const [level, variance] of variances.entries()) {
      // Without bias. The error of the mean of 400 estimates is 3 % or less for the outermost level.
      expect(found[level]).toBeGreaterThan(variance * 0.85);
      expect(found[level]).toBeLessThan(variance * 1.15);
    }
  });

  it.each([[[0.09, 0, 0.01]], [[0, 0.04, 0.01]], [[0, 0, 0.01]]])(
    "finds which levels add nothing: %j",
    (variances) => {
      const found = meanEstimate([always(6), always(4), always(4)], variances);
      for (const [level, variance] of variances.entries()) {
        if (variance === 0) expect(Math.abs(found[level] ?? Number.NaN)).toBeLessThan(0.001);
        else expect(found[level]).toBeGreaterThan(0.005);
      }
    },
  );

  it("refuses a design that cannot tell two levels apart", () => {
    expect(() => varianceComponents([[[1, 2]], [[3, 4]]])).toThrow(RangeError);
    expect(() => varianceComponents([[1, 2]])).toThrow(RangeError);
    expect(() => varianceComponents([[1, [2]]])).toThrow(RangeError);
    expect(() => varianceComponents([[1, 2], [3, 4], []])).toThrow(RangeError);
  });
});

describe("standardErrors", () => {
  it("shrink with the number of outermost groups, as the square root", () => {
    const meanError = (groups: number) => {
      const normal = normals(3);
      let sum = 0;
      for (let run = 0; run < 100; run++) {
        sum += standardErrors(simulate([always(groups), always(3)], [1, 0.1], normal))[0] ?? Number.NaN;
      }
      return sum / 100;
    };
    const ratio = meanError(10) / meanError(40);
    expect(ratio).toBeGreaterThan(1.5);
    expect(ratio).toBeLessThan(2.7);
  });

  it("need three groups", () => {
    expect(() =>
      standardErrors([
        [1, 2],
        [3, 4],
      ]),
    ).toThrow(RangeError);
  });
});

describe("bestCount", () => {
  it("is the square root of the ratio of costs times that of variances", () => {
    expect(bestCount({ variance: 0.01, costMs: 900 }, { variance: 0.04, costMs: 100 })).toBe(6);
  });

  it("is one if the outer groups vary most, and none if they do not vary", () => {
    expect(bestCount({ variance: 0.04, costMs: 100 }, { variance: 0.0001, costMs: 100 })).toBe(1);
    expect(bestCount({ variance: -0.001, costMs: 100 }, { variance: 0.01, costMs: 100 })).toBeNull();
  });
});
