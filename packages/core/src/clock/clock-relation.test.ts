import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ClockExchange,
  type ClockIdentity,
  clockIdentity,
  offsetInterval,
  relateClocks,
} from "./clock-relation.js";

const linux: ClockIdentity = {
  bootId: "a",
  timeNamespace: "monotonic 0 0",
  hostname: "h",
  platform: "linux",
};
const mac: ClockIdentity = { bootId: null, timeNamespace: null, hostname: "h", platform: "darwin" };
const near: ClockExchange[] = [{ t1: 0, t2: 50, t3: 60, t4: 100 }];
const far: ClockExchange[] = [{ t1: 0, t2: 9_050, t3: 9_060, t4: 100 }];

/** Exchanges with a receiver whose clock is `offset` ahead, and with these delays there and back. */
function exchangesOf(offset: number, delays: readonly (readonly [number, number])[]): ClockExchange[] {
  return delays.map(([there, back], index) => {
    const t1 = index * 10_000;
    const t2 = t1 + there + offset;
    const t3 = t2 + 5;
    return { t1, t2, t3, t4: t3 - offset + back };
  });
}

describe("offsetInterval", () => {
  it("always contains the true offset, whatever the delays", () => {
    const delay = fc.integer({ min: 0, max: 5_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.tuple(delay, delay), { minLength: 1, maxLength: 20 }),
        (offset, delays) => {
          const { minNs, maxNs } = offsetInterval(exchangesOf(offset, delays));
          expect(minNs).toBeLessThanOrEqual(offset);
          expect(maxNs).toBeGreaterThanOrEqual(offset);
        },
      ),
    );
  });
});

describe("relateClocks", () => {
  it.each([
    ["one kernel", linux, linux, near, "same kernel"],
    ["one host without boot ids", mac, mac, near, "same host"],
  ])("knows %s for shared", (_, sender, receiver, exchanges, because) => {
    expect(relateClocks(sender, receiver, exchanges)).toEqual({ kind: "shared", because });
  });

  it.each([
    ["another kernel", linux, { ...linux, bootId: "b" }, near, /different kernels/],
    ["Linux and not", mac, linux, near, /different kernels/],
    [
      "another time namespace",
      linux,
      { ...linux, timeNamespace: "monotonic 100 0" },
      near,
      /time namespaces/,
    ],
    ["another host", mac, { ...mac, hostname: "other" }, near, /different hosts/],
    ["clocks that differ", linux, linux, far, /differ by/],
    ["clocks that differ, without boot ids", mac, mac, far, /differ by/],
  ])("knows %s for separate", (_, sender, receiver, exchanges, because) => {
    const report = relateClocks(sender, receiver, exchanges);
    expect(report.kind).toBe("separate");
    expect(report.because).toMatch(because);
  });

  it("knows this process's clock for its own", () => {
    expect(relateClocks(clockIdentity(), clockIdentity(), near).kind).toBe("shared");
  });
});
