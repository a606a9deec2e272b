import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileTree } from "../fixtures/file-tree.js";
import { busyWarnings, watchMachine } from "./machine-activity.js";

/** Ticks of all processors, and of this process with its descendants that ended. */
interface Ticks {
  readonly programs: number;
  readonly idle: number;
  readonly interrupts?: number;
  readonly stolen?: number;
  readonly own: number;
}

const statOf = ({ programs, idle, interrupts = 0, stolen = 0 }: Ticks) =>
  `cpu  ${programs} 0 0 ${idle} 0 0 ${interrupts} ${stolen} 0 0\ncpu0 1 2 3\n`;
const ownOf = ({ own }: Ticks) => `12 (my (odd) name) S${" 0".repeat(10)} 0 0 ${own} 0${" 0".repeat(30)}\n`;

/** What the machine did between two readings. */
function activity(start: Ticks, end: Ticks) {
  const root = fileTree({ "proc/stat": statOf(start), "proc/self/stat": ownOf(start) });
  const stop = watchMachine(root, 0.5);
  writeFileSync(join(root, "proc/stat"), statOf(end));
  writeFileSync(join(root, "proc/self/stat"), ownOf(end));
  return stop();
}

describe("the activity of the machine", () => {
  it("is what happened since the start, apart for the run and for others", () => {
    const start = { programs: 1_000, idle: 5_000, interrupts: 10, stolen: 100, own: 300 };
    const end = { programs: 1_500, idle: 5_300, interrupts: 110, stolen: 200, own: 600 };
    expect(activity(start, end)).toEqual({
      loadBefore: 0.5,
      busyShare: 0.6,
      othersShare: 0.2,
      stolenShare: 0.1,
    });
  });

  it("is never negative, because processors are counted in samples", () => {
    const end = { programs: 500, idle: 500, own: 510 };
    expect(activity({ programs: 0, idle: 0.001, own: 0 }, end).othersShare).toBe(0);
  });

  it("is null if the run was too short to tell", () => {
    expect(activity({ programs: 100, idle: 100, own: 50 }, { programs: 130, idle: 130, own: 60 })).toEqual({
      loadBefore: 0.5,
      busyShare: null,
      othersShare: null,
      stolenShare: null,
    });
  });

  it("does not say what others used if its own use is unknown", () => {
    const root = fileTree({ "proc/stat": statOf({ programs: 0, idle: 1, own: 0 }) });
    const stop = watchMachine(root, 0.5);
    writeFileSync(join(root, "proc/stat"), statOf({ programs: 500, idle: 501, own: 0 }));
    expect(stop()).toMatchObject({ busyShare: 0.5, othersShare: null, stolenShare: 0 });
  });

  it("is read from the system where these files do not exist", () => {
    const stop = watchMachine(fileTree({}), null);
    expect(stop()).toMatchObject({ loadBefore: null, othersShare: null, stolenShare: null });
  });
});

describe("BUSY_MACHINE", () => {
  const quiet = { loadBefore: 0.5, busyShare: 0.6, othersShare: 0.05, stolenShare: 0.01 };
  const codes = (more: Partial<typeof quiet>, cpuCount = 2) =>
    busyWarnings({ ...quiet, ...more }, { cpuCount }).map(({ code }) => code);

  it("is a warning if others used more than a tenth of the machine", () => {
    expect(codes({})).toEqual([]);
    expect(codes({ othersShare: 0.11 })).toEqual(["BUSY_MACHINE"]);
    expect(codes({ othersShare: 0.06, stolenShare: 0.06 })).toEqual(["BUSY_MACHINE"]);
  });

  it("does not count what the run itself used", () => {
    expect(codes({ busyShare: 1 })).toEqual([]);
  });

  it("is a warning if more processes ran before than processors and an earlier run explain", () => {
    expect(codes({ loadBefore: 4.9 })).toEqual([]);
    expect(codes({ loadBefore: 5 })).toEqual(["BUSY_MACHINE"]);
    expect(codes({ loadBefore: 5 }, 8)).toEqual([]);
  });

  it("is no warning where nothing is known", () => {
    const unknown = { loadBefore: null, busyShare: null, othersShare: null, stolenShare: null };
    expect(busyWarnings(unknown, { cpuCount: 2 })).toEqual([]);
  });
});
