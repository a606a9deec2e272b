import { describe, expect, it } from "vitest";
import { MatrixSchedule } from "./matrix-schedule.js";

const at = (...blocks: readonly number[]) => blocks.map((done) => ({ blocks: done, ended: false }));

describe("the schedule of a matrix", () => {
  it("ends after the rounds that were asked for", () => {
    const schedule = new MatrixSchedule({ max: 2, budgetMs: null }, null);
    expect(schedule.another(0, at(0, 0), 0)).toBe(true);
    expect(schedule.another(1, at(1, 1), 1e9)).toBe(true);
    expect(schedule.another(2, at(2, 2), 0)).toBe(false);
  });

  it("ends when every cell has ended", () => {
    const schedule = new MatrixSchedule({ max: 9, budgetMs: null }, null);
    const ended = at(1, 1).map((cell) => ({ ...cell, ended: true }));
    expect(schedule.another(1, ended, 0)).toBe(false);
    expect(schedule.another(1, [...ended, ...at(1)], 0)).toBe(true);
  });

  it("begins a pass only if all of it fits into the budget, but always the first", () => {
    const schedule = new MatrixSchedule({ max: 9, budgetMs: 100 }, null);
    expect(schedule.another(0, at(0, 0), 1_000)).toBe(true);
    schedule.took(0, 20);
    schedule.took(1, 30);
    expect(schedule.another(1, at(1, 1), 50)).toBe(true);
    expect(schedule.another(1, at(1, 1), 51)).toBe(false);
  });

  it("finishes a pass that was interrupted, whatever the budget", () => {
    const schedule = new MatrixSchedule({ max: 9, budgetMs: 100 }, 40);
    expect(schedule.another(1, at(2, 1), 500)).toBe(true);
    expect(schedule.another(1, at(1, 1), 60)).toBe(false);
    expect(schedule.another(1, at(1, 1), 20)).toBe(true);
  });

  it("says how long is left", () => {
    const schedule = new MatrixSchedule({ max: 3, budgetMs: null }, null);
    schedule.took(0, 10);
    expect(schedule.leftMs(0, at(1, 0), 10)).toBe(10 + 2 * 20);
    schedule.took(1, 30);
    expect(schedule.leftMs(0, at(1, 1), 40)).toBe(2 * 40);
    expect(schedule.leftMs(2, at(3, 3), 120)).toBe(0);
  });

  it("has at most the budget left, or the rest of the pass", () => {
    const schedule = new MatrixSchedule({ max: 100, budgetMs: 100 }, null);
    schedule.took(0, 10);
    expect(schedule.leftMs(0, at(1, 0), 30)).toBe(70);
    expect(schedule.leftMs(0, at(1, 0), 200)).toBe(10);
  });

  it("goes beyond the budget for the fewest blocks", () => {
    const schedule = new MatrixSchedule({ max: 9, budgetMs: 100, fewest: 3 }, 40);
    expect(schedule.another(2, at(2, 2), 500)).toBe(true);
    expect(schedule.leftMs(1, at(2, 1), 500)).toBe(40 + 2 * 40);
    expect(schedule.another(3, at(3, 3), 500)).toBe(false);
    schedule.took(0, 40, false);
    expect(schedule.another(2, at(2, 2), 500)).toBe(false);
  });
});
