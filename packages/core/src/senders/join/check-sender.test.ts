import { describe, expect, it } from "vitest";
import { identifyEnd } from "../../control/identity.js";
import guarded from "../../fixtures/guarded-adapter.js";
import { checkSender } from "./check-sender.js";
import type { JoinRequest } from "./join-types.js";

const run = { ...identifyEnd(), node: "22.1.0" };
const request: JoinRequest = {
  identity: run,
  label: "host",
  id: "any",
  libraries: { guarded: { guarded: "1.2.3" }, another: { any: "9.0.0" } },
};

describe("checkSender", () => {
  it("takes a sender with the same versions, whatever else it has", () => {
    const identity = { ...run, node: "22.9.1", flags: ["--no-opt"] };
    expect(() => checkSender({ ...request, identity }, [guarded()], run)).not.toThrow();
  });

  it.each([
    ["CONTRACT_MISMATCH", String(run.contract + 1), { identity: { ...run, contract: run.contract + 1 } }],
    ["SENDER_REJECTED", "9.9.9", { identity: { ...run, core: "9.9.9" } }],
    ["SENDER_REJECTED", "24.0.0", { identity: { ...run, node: "24.0.0" } }],
    ["UNKNOWN_ADAPTER", "guarded", { libraries: {} }],
    ["SENDER_REJECTED", "1.2.4", { libraries: { guarded: { guarded: "1.2.4" } } }],
    ["SENDER_REJECTED", "not installed", { libraries: { guarded: {} } }],
    ["SENDER_REJECTED", "more", { libraries: { guarded: { guarded: "1.2.3", more: "1.0.0" } } }],
  ])("refuses with %s, and names %s", (code, difference, more: Partial<JoinRequest>) => {
    const check = () => checkSender({ ...request, ...more }, [guarded()], run);
    expect(check).toThrow(expect.objectContaining({ code }));
    expect(check).toThrow(difference);
  });
});
