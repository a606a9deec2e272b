import { describe, expect, it } from "vitest";
import type { EndIdentity } from "../control/control-types.js";
import { endReport } from "./end-report.js";
import { resourcesOf } from "./fixtures/measured.js";

const identity: EndIdentity = {
  contract: 3,
  core: "0.1.0",
  node: "20.19.0",
  flags: ["--expose-gc"],
  clock: { bootId: "a", timeNamespace: "", hostname: "h", platform: "linux" },
};
/** The same numbers per payload, for one and for ten payloads. */
const forOne = {
  cpuMsPerPayload: 150,
  minorFaultsPerPayload: 200,
  majorFaultsPerPayload: 0,
  voluntarySwitchesPerPayload: 20,
  involuntarySwitchesPerPayload: 5,
};
const forTen = {
  cpuMsPerPayload: 15,
  minorFaultsPerPayload: 20,
  majorFaultsPerPayload: 0,
  voluntarySwitchesPerPayload: 2,
  involuntarySwitchesPerPayload: 0.5,
};
const forNone = {
  cpuMsPerPayload: null,
  minorFaultsPerPayload: null,
  majorFaultsPerPayload: null,
  voluntarySwitchesPerPayload: null,
  involuntarySwitchesPerPayload: null,
};
const { workShare: _, ...resources } = resourcesOf(0, { loopBusyShare: 0.5 });

describe("endReport", () => {
  it("has the versions and the description of an end", () => {
    const used = { resources: null, spinNs: 0, payloads: 10 };
    const versions = {
      node: "20.19.0",
      flags: ["--expose-gc"],
      core: "0.1.0",
      contract: 3,
      libraries: { ws: "8.0.0" },
    };
    expect(endReport(identity, { ws: "8.0.0" }, null, used)).toEqual({
      ...versions,
      settings: {},
      notes: [],
      resources: null,
    });
    const described = { settings: { mask: "javascript" }, notes: ["a note"] };
    expect(endReport(identity, { ws: "8.0.0" }, described, used)).toEqual({
      ...versions,
      ...described,
      resources: null,
    });
  });

  it.each([
    ["per payload", { spinNs: 0, payloads: 10 }, { ...forTen, workShare: 0.5 }],
    ["without waiting for due times", { spinNs: 200e6, payloads: 1 }, { ...forOne, workShare: 0.3 }],
    ["without a negative share", { spinNs: 900e6, payloads: 1 }, { ...forOne, workShare: 0 }],
    ["without payloads", { spinNs: 0, payloads: 0 }, { ...forNone, workShare: 0.5 }],
  ])("has the resources of its process, %s", (_, used, expected) => {
    expect(endReport(identity, {}, null, { resources, ...used }).resources).toEqual({
      ...resources,
      ...expected,
    });
  });

  it("does not know counts per payload that its system does not count", () => {
    const uncounted = { ...resources, minorFaults: null, involuntarySwitches: null };
    const used = { resources: uncounted, spinNs: 0, payloads: 10 };
    expect(endReport(identity, {}, null, used).resources).toMatchObject({
      ...forTen,
      minorFaultsPerPayload: null,
      involuntarySwitchesPerPayload: null,
    });
  });
});
