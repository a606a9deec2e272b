import { describe, expect, it } from "vitest";
import { seededRandom } from "../../stats/seeded-random.js";
import { simultaneous } from "./simultaneous.js";

const exact = (differences: readonly number[]) => ({ differences, error: 0 });
/** Six blocks are the fewest that can show anything at 5 %. */
const LARGE = exact([5, 5.2, 4.9, 5.5, 5.1, 4.7]);
const SMALL = exact([0.001, -0.002, 0.0005, 0.001, -0.001, 0.002]);

describe("simultaneous", () => {
  it("shows the part that matters with six blocks, whatever small parts do", () => {
    const [large, ...small] = simultaneous([LARGE, SMALL, SMALL, SMALL, SMALL], 0.05);
    expect(large).toMatchObject({ significant: true, low: 4.7, high: 5.5 });
    for (const part of small) expect(part.significant).toBe(false);
  });

  it("shows several large parts with six blocks, each on its side of 0", () => {
    const parts = [LARGE, exact(LARGE.differences.map((one) => -0.9 * one)), SMALL];
    expect(simultaneous(parts, 0.05)).toMatchObject([
      { significant: true, low: expect.closeTo(4.7) },
      { significant: true, low: null, high: 0 },
      { significant: false },
    ]);
  });

  it("shows a part beside a larger one that only varies", () => {
    const noisy = exact([20, -25, 30, -18, 22, -31, 27, -24]);
    const steady = exact([1, 1.2, 0.9, 1.1, 1.3, 0.8, 1, 1.1]);
    const long = (part: { differences: readonly number[] }) =>
      exact([...part.differences, ...part.differences]);
    expect(simultaneous([noisy, steady], 0.05).map(({ significant }) => significant)).toEqual([false, false]);
    const shown = simultaneous([long(noisy), long(steady)], 0.05);
    expect(shown.map(({ significant }) => significant)).toEqual([false, true]);
  });

  it("takes an error of the clocks off before it tests, and widens the interval by it", () => {
    const wrong = (error: number) => simultaneous([{ ...LARGE, error }], 0.05)[0];
    expect(wrong(1)).toMatchObject({
      significant: true,
      low: expect.closeTo(3.7),
      high: expect.closeTo(6.5),
    });
    expect(wrong(5.1)).toMatchObject({ significant: false });
    expect(wrong(4.8)).toMatchObject({ significant: false });
  });

  it("shows nothing of parts that are equal", () => {
    const zero = exact([0, 0, 0, 0, 0, 0, 0]);
    const parts = simultaneous([zero, zero], 0.05);
    expect(parts.map(({ significant }) => significant)).toEqual([false, false]);
    expect(simultaneous([], 0.05)).toEqual([]);
  });

  it("is wrong in at most 5 % of runs in which no part differs, however different the sizes are", () => {
    const random = seededRandom(7);
    for (const sizes of [
      [1, 1, 1, 1, 1],
      [100, 1, 1],
      [5, 0.1, 0.01],
    ]) {
      let wrong = 0;
      for (let run = 0; run < 2_000; run++) {
        // Coins with sizes of heavy tails.
        const parts = sizes.map((size) =>
          exact(Array.from({ length: 8 }, () => (random() < 0.5 ? -size : size) * random() ** 3)),
        );
        if (simultaneous(parts, 0.05).some(({ significant }) => significant)) wrong++;
      }
      // 5 % and three standard errors.
      expect(wrong / 2_000).toBeLessThan(0.065);
    }
  });
});
