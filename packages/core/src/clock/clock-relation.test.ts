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
  it.each<[string, ClockIdentity, ClockIdentity]>([
    ["one kernel", linux, linux],
    ["one host without boot ids", mac, mac],
  ])("treats %s as shared", (_, sender, receiver) => {
    const relation = relateClocks(sender, receiver, near);
    expect(relation).toEqual({ kind: "shared", because: expect.stringMatching(/./) });
  });

  const shifted = { ...linux, timeNamespace: "monotonic 100 0" };
  it.each<[string, ClockIdentity, ClockIdentity, ClockExchange[]]>([
    ["another kernel", linux, { ...linux, bootId: "b" }, near],
    ["Linux and another system", mac, linux, near],
    ["another time namespace", linux, shifted, near],
    ["another host", mac, { ...mac, hostname: "other" }, near],
    ["clocks that differ", linux, linux, far],
    ["clocks that differ, without boot ids", mac, mac, far],
  ])("treats %s as separate, with a reason", (_, sender, receiver, exchanges) => {
    const relation = relateClocks(sender, receiver, exchanges);
    expect(relation).toEqual({ kind: "separate", because: expect.stringMatching(/./) });
  });

  it("is shared within one process", () => {
    expect(relateClocks(clockIdentity(), clockIdentity(), near).kind).toBe("shared");
  });
});
