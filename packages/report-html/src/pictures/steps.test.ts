import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathOf, type Step, thinned } from "./steps.js";

const stepsOf = (...values: readonly (number | null)[]): Step[] =>
  values.map((value, index) => ({ from: index, until: index + 1, value }));
const anySteps = fc
  .array(fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: null }), { minLength: 1, maxLength: 100 })
  .map((values) => stepsOf(...values));

describe("thinned", () => {
  it("keeps the lowest and the highest of neighbours, in their order", () => {
    expect(thinned(stepsOf(3, 1, 2, 1, 1, 5, null, 4), 3)).toEqual([
      { from: 0, until: 1.5, value: 3 },
      { from: 1.5, until: 3, value: 1 },
      { from: 3, until: 4.5, value: 1 },
      { from: 4.5, until: 6, value: 5 },
      { from: 6, until: 8, value: 4 },
    ]);
  });

  it("leaves no gap, loses no extreme, and is at most two for each group", () => {
    fc.assert(
      fc.property(anySteps, fc.integer({ min: 1, max: 20 }), (steps, together) => {
        const few = thinned(steps, together);
        if (together > 1) expect(few.length).toBeLessThanOrEqual(2 * Math.ceil(steps.length / together));
        expect([few[0]?.from, few.at(-1)?.until]).toEqual([0, steps.length]);
        for (const [index, { from }] of few.entries()) {
          if (index > 0) expect(from).toBe(few[index - 1]?.until);
        }
        const extremes = (some: readonly Step[]) => {
          const known = some.flatMap(({ value }) => value ?? []);
          return [Math.min(...known), Math.max(...known)];
        };
        expect(extremes(few)).toEqual(extremes(steps));
      }),
    );
  });
});

describe("pathOf", () => {
  const same = (pixels: number) => pixels;
  const tens = (time: number) => 10 * time;

  it("has a level line for each step, and joins equal ones", () => {
    expect(pathOf(stepsOf(5, 5, 2.5, 3), tens, same)).toBe("M0 5h20v-2.5h10v.5h10");
  });

  it("has a gap where a value is not known", () => {
    expect(pathOf(stepsOf(null, 5, null, null, 2, 3, null), tens, same)).toBe("M10 5h10M40 2h10v1h10");
    expect(pathOf(stepsOf(null), tens, same)).toBe("");
  });

  it("does not add up what it rounds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 300 }), (values) => {
        const x = (time: number) => time * 1.2345;
        const path = pathOf(stepsOf(...values.map((value) => value / 7)), x, same);
        const across = [...path.matchAll(/h([-.\d]+)/g)].reduce((sum, [, dx]) => sum + Number(dx), 0);
        const down = [...path.matchAll(/v([-.\d]+)/g)].reduce((sum, [, dy]) => sum + Number(dy), 0);
        expect(across).toBeCloseTo(x(values.length), 0);
        const first = Math.round(((values[0] ?? 0) / 7) * 10) / 10;
        expect(first + down).toBeCloseTo((values.at(-1) ?? 0) / 7, 0);
      }),
    );
  });
});
