import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { RoundResult, WireBytes } from "../../result/result.js";
import { endUsing } from "../../round/fixtures/measured.js";
import { costsOf } from "./costs.js";

const nothing = { upBytes: 0, upWrites: 0, downBytes: 0, downWrites: 0 };
/** Ten payloads of 1,000 bytes. */
const wire = (upBytes: number, downBytes: number): WireBytes => ({
  handshake: nothing,
  first: nothing,
  steady: {
    ...{ upBytes, upWrites: 10, downBytes, downWrites: 10 },
    ...{ payloads: 10, payloadBytes: 10_000, replyBytes: 0, waitsPerPayload: null, overheadRatio: null },
  },
});

const ends: RoundResult["ends"] = {
  senders: [endUsing(0.5, { cpuMsPerPayload: 0.25, minorFaultsPerPayload: 3 })],
  receivers: [endUsing(0.5, { cpuMsPerPayload: 0.5, minorFaultsPerPayload: null })],
};

const textsOf = (rounds: readonly Partial<RoundResult>[]) =>
  Object.fromEntries(
    costsOf(
      buildResult(rounds.map((round, index) => buildTiming(`${index}`, buildRound([1, 2], round)))),
    ).map(({ id, names, rows }) => [
      id,
      [names, ...rows.map(({ amounts }) => amounts.map(({ text }) => text))],
    ]),
  );

describe("costsOf", () => {
  it("has what both ends use for each payload", () => {
    expect(textsOf([{ ends }])).toMatchObject({
      cpu: [
        ["sender", "receiver"],
        ["0.250", "0.500"],
      ],
      faults: [
        ["sender", "receiver"],
        ["3.00", "-"],
      ],
      switches: [
        ["sender", "receiver"],
        ["2.50", "2.50"],
      ],
    });
  });

  it("leaves out what no end knows", () => {
    expect(Object.keys(textsOf([{}]))).toEqual(["bytes"]);
    expect(textsOf([])).toEqual({});
  });

  it("has bytes on the wire if they were counted for each adapter, and those of frames otherwise", () => {
    expect(textsOf([{ wire: wire(10_000, 500) }, { wire: wire(900, 100) }]).bytes).toEqual([
      ["payload", "on the wire"],
      ["1,000", "1,050 (+5 %)"],
      ["1,000", "100 (-90 %)"],
    ]);
    expect(textsOf([{ wire: wire(10_000, 500) }, {}]).bytes).toEqual([
      ["payload", "frame"],
      ["1,000", "1,008 (+0.8 %)"],
      ["1,000", "1,008 (+0.8 %)"],
    ]);
  });

  it("has no ratio of bytes without bytes", () => {
    const totals = { ...buildRound([1]).totals, payloadBytes: 0, frameBytes: 16 };
    expect(textsOf([{ totals }]).bytes?.[1]).toEqual(["0", "8"]);
  });
});
