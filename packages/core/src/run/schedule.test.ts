import { describe, expect, it } from "vitest";
import { Schedule } from "./schedule.js";

describe("Schedule", () => {
  it("ends after the most rounds", () => {
    const schedule = new Schedule({ min: 1, max: 3, until: null }, null);
    let blocks = 0;
    for (; schedule.another(blocks * 10); blocks++) schedule.took(10);
    expect(blocks).toBe(3);
  });

  it("starts no block that would not fit, but always the first", () => {
    const schedule = new Schedule({ min: 1, max: 1_000, until: null }, 100);
    let elapsedMs = 5_000;
    expect(schedule.another(elapsedMs)).toBe(true);
    elapsedMs = 0;
    for (const blockMs of [30, 30, 30]) {
      expect(schedule.another(elapsedMs)).toBe(true);
      schedule.took(blockMs);
      elapsedMs += blockMs;
    }
    expect(schedule.another(elapsedMs)).toBe(false);
    expect(schedule.leftMs(elapsedMs)).toBe(10);
  });

  it("goes beyond the budget for the fewest blocks", () => {
    const schedule = new Schedule({ min: 6, max: 12, until: null, tolerance: 0.1 }, 100, { fewest: 8 });
    let elapsedMs = 0;
    for (; schedule.another(elapsedMs); elapsedMs += 50) {
      if (schedule.done > 2) expect(schedule.leftMs(elapsedMs)).toBe((8 - schedule.done) * 50);
      schedule.took(50);
    }
    expect(schedule.done).toBe(8);
  });

  it("keeps a part of the budget free, but not before the first blocks are done", () => {
    const rule = { min: 1, max: 1_000, until: null };
    const blocksIn = (first: number, blockMs: number) => {
      const schedule = new Schedule(rule, 100, { freeMs: 50, first });
      for (let elapsedMs = 0; schedule.another(elapsedMs); elapsedMs += blockMs) schedule.took(blockMs);
      return schedule.done;
    };
    expect(blocksIn(6, 5)).toBe(10);
    expect(blocksIn(6, 14)).toBe(6);
    expect(blocksIn(6, 30)).toBe(3);
    expect(blocksIn(1, 14)).toBe(3);
  });

  it("keeps its budget after a block that lost payloads", () => {
    const schedule = new Schedule({ min: 6, max: 12, until: null, tolerance: 0.1 }, 100, { fewest: 8 });
    schedule.took(90, false);
    expect(schedule.another(90)).toBe(false);
    expect(schedule.leftMs(90)).toBe(10);
  });

  it("expects the next block to take as long as the last ones", () => {
    const schedule = new Schedule({ min: 1, max: 6, until: null }, null);
    for (const blockMs of [1_000, 20, 20, 20]) schedule.took(blockMs);
    expect(schedule.leftMs(1_060)).toBe(40);
    expect(new Schedule({ min: 1, max: 6, until: null }, null).leftMs(0)).toBe(Number.POSITIVE_INFINITY);
  });
});
