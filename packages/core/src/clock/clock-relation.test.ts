import { describe, expect, it } from "vitest";
import type { ClockExchange } from "./clock-offset.js";
import { type ClockIdentity, clockIdentity, relateClocks } from "./clock-relation.js";

const linux: ClockIdentity = {
  bootId: "a",
  timeNamespace: "monotonic 0 0",
  hostname: "h",
  platform: "linux",
};
const mac: ClockIdentity = { bootId: null, timeNamespace: null, hostname: "h", platform: "darwin" };
const near: ClockExchange[] = [{ t1: 0, t2: 50, t3: 60, t4: 100 }];
const far: ClockExchange[] = [{ t1: 0, t2: 9_050, t3: 9_060, t4: 100 }];

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
