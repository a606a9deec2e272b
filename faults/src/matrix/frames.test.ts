import type { RoundResult } from "@wireduel/core";
import { expect } from "vitest";
import { at, cutTo, damage, double, from, lose, swapPairs } from "../frames/frame-faults.js";
import { type FrameFaults, harmFrames } from "../frames/harm-frames.js";
import { eachSubject, serveHere } from "../runs/each-subject.js";
import { COUNT, expectHarmed, runHarmed } from "../runs/harmed.js";
import { fault } from "../table/fault.js";
import type { FaultRow } from "../table/read-table.js";

interface Case {
  readonly row: FaultRow;
  /** New ones for each run, because some keep a frame. */
  readonly faults: () => FrameFaults;
  /** How many are in flight. Two frames can only change places if both are. Default: 1. */
  readonly concurrency?: number;
  /** The counts that are not those of a whole round. */
  readonly counts: Partial<RoundResult["counts"]>;
  readonly warnings: readonly string[];
}

const THIRD = 2;
/** In the payload or in the bytes of a reply, whatever the codec puts before it. */
const LAST_BYTE = -1;

const CASES: readonly Case[] = [
  {
    row: fault("reply lost"),
    faults: () => ({ replies: at(THIRD, lose) }),
    counts: { acknowledged: COUNT - 1, failed: 1 },
    warnings: ["FAILED_PAYLOADS"],
  },
  {
    row: fault("all replies lost"),
    faults: () => ({ replies: from(THIRD, lose) }),
    // How many are sent until it ends depends on how long that takes.
    counts: { acknowledged: THIRD, sent: expect.any(Number), failed: expect.any(Number) },
    warnings: [],
  },
  {
    row: fault("reply doubled"),
    faults: () => ({ replies: at(THIRD, double) }),
    counts: {},
    warnings: ["UNEXPECTED_REPLIES"],
  },
  {
    row: fault("replies reordered"),
    faults: () => ({ replies: swapPairs() }),
    concurrency: 2,
    counts: {},
    warnings: [],
  },
  {
    row: fault("reply damaged"),
    faults: () => ({ replies: at(THIRD, damage(LAST_BYTE)) }),
    counts: { acknowledged: COUNT - 1, failed: 1 },
    warnings: ["FAILED_PAYLOADS"],
  },
  {
    row: fault("reply cut off"),
    faults: () => ({ replies: at(THIRD, cutTo(3)) }),
    counts: { acknowledged: COUNT - 1, failed: 1 },
    warnings: ["FAILED_PAYLOADS"],
  },
  {
    row: fault("payload lost"),
    faults: () => ({ payloads: at(THIRD, lose) }),
    counts: { acknowledged: COUNT - 1, failed: 1, lost: 1 },
    warnings: ["FAILED_PAYLOADS", "NOT_WHOLE"],
  },
  {
    row: fault("payload doubled"),
    faults: () => ({ payloads: at(THIRD, double) }),
    counts: { duplicated: 1 },
    warnings: ["UNEXPECTED_REPLIES", "NOT_WHOLE"],
  },
  {
    row: fault("payloads reordered"),
    faults: () => ({ payloads: swapPairs() }),
    concurrency: 2,
    counts: { reordered: COUNT / 2 },
    warnings: ["OUT_OF_ORDER"],
  },
  {
    row: fault("payload damaged"),
    faults: () => ({ payloads: at(THIRD, damage(LAST_BYTE)) }),
    counts: { damaged: 1 },
    warnings: ["NOT_WHOLE"],
  },
  {
    row: fault("payload cut off"),
    faults: () => ({ payloads: at(THIRD, cutTo(3)) }),
    counts: { acknowledged: COUNT - 1, failed: 1, damaged: 1 },
    warnings: ["FAILED_PAYLOADS", "NOT_WHOLE"],
  },
];

const WHOLE = {
  sent: COUNT,
  acknowledged: COUNT,
  failed: 0,
  lost: 0,
  duplicated: 0,
  reordered: 0,
  damaged: 0,
};

eachSubject(serveHere, (subject, it) => {
  // Requests of HTTP/2 overtake each other without a fault, too.
  const { ordered } = subject.adapter().supports;
  const cases = CASES.filter(({ concurrency = 1 }) => ordered || concurrency === 1);
  it.for(cases)("$row.fault", async ({ row, faults, concurrency = 1, counts, warnings }, { receiver }) => {
    const adapter = harmFrames(subject.adapter({ label: "harmed" }), faults());
    const load = { kind: "closed-loop", concurrency, count: COUNT } as const;
    const outcome = await runHarmed({ row, subject, receiver, adapter }, { load });
    const round = expectHarmed(row, outcome);
    expect(round.counts).toMatchObject({ ...WHOLE, ...counts });
    expect(round.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining([...warnings]));
  });
});
