import { describe, expect, it } from "vitest";
import { kernelCounts } from "./kernel-counts.js";

const usage = (count: number): NodeJS.ResourceUsage => ({
  ...process.resourceUsage(),
  minorPageFault: 10 * count,
  majorPageFault: count,
  voluntaryContextSwitches: 3 * count,
  involuntaryContextSwitches: 2 * count,
});

describe("kernelCounts", () => {
  it("are the differences of two readings", () => {
    expect(kernelCounts(usage(1), usage(5), "linux")).toEqual({
      minorFaults: 40,
      majorFaults: 4,
      voluntarySwitches: 12,
      involuntarySwitches: 8,
    });
  });

  it("are unknown on Windows", () => {
    expect(kernelCounts(usage(1), usage(5), "win32")).toEqual({
      minorFaults: null,
      majorFaults: null,
      voluntarySwitches: null,
      involuntarySwitches: null,
    });
  });
});
