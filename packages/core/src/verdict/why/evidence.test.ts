import { describe, expect, it } from "vitest";
import { buildEnd, buildRound } from "../../fixtures/build-result.js";
import type { EndReport } from "../../result/result.js";
import { endUsing } from "../../round/fixtures/measured.js";
import { cpuMs, pageFaults, systemCpuMs, workShare } from "./evidence.js";

const one = endUsing(0.25, { cpuMsPerPayload: 1, cpuSystemMs: 4, minorFaultsPerPayload: 2 });
const other = endUsing(0.75, { cpuMsPerPayload: 3, cpuSystemMs: 8, minorFaultsPerPayload: 0 });
const unknown = endUsing(0.5, { minorFaultsPerPayload: null });

/** A round of four payloads. */
const roundOf = (...senders: readonly EndReport[]) =>
  buildRound([1, 1, 1, 1], { ends: { senders, receivers: [one] } });

describe("what a payload costs", () => {
  it("is the sum of all senders, because each has sent a part of the payloads", () => {
    const round = roundOf(one, other);
    expect(cpuMs("sender")(round)).toBe(4);
    expect(systemCpuMs("sender")(round)).toBe(3);
    expect(pageFaults("sender")(round)).toBe(2);
    expect(cpuMs("receiver")(round)).toBe(1);
  });

  it("is not known if that of one sender is not", () => {
    expect(pageFaults("sender")(roundOf(one, unknown))).toBeNull();
    expect(cpuMs("sender")(roundOf(one, buildEnd()))).toBeNull();
    expect(cpuMs("sender")(roundOf())).toBeNull();
  });
});

it("says how busy the busiest sender was", () => {
  expect(workShare("sender")(roundOf(one, other))).toBe(0.75);
  expect(workShare("sender")(roundOf())).toBeNull();
});
