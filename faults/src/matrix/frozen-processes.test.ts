// Processes that a run has started itself. Signals reach all children of this process, so these tests run one after another.
import { describe, expect, it } from "vitest";
import { signalChildren } from "../internals.js";
import { COUNT, expectHarmed, runHarmed } from "../runs/harmed.js";
import { limitsOf } from "../runs/limits.js";
import { expectEnd, outcomeOf } from "../runs/outcome.js";
import type { Receiver } from "../runs/places.js";
import { OVER_ANY_LINK } from "../subjects.js";
import { fault } from "../table/fault.js";

/** Shorter than any limit. */
const A_MOMENT_MS = 500;

const receiver: Receiver = {
  option: "process",
  signal: (signal) => void signalChildren("receiver-process", signal),
  close: async () => {},
};

/** A push with a receiver that is frozen is in frozen.test.ts. A forked one does not differ in who dials. */
const UPLOADS = OVER_ANY_LINK.filter(({ direction }) => direction === "upload");

describe.each(UPLOADS)("$name, with a forked receiver", { timeout: 180_000 }, (subject) => {
  const adapter = subject.adapter({ label: "harmed" });

  it.for([
    { row: fault("receiver frozen for a moment"), until: "a moment has passed" },
    { row: fault("receiver frozen for longer than a payload may take"), until: "a payload has failed" },
    { row: fault("receiver frozen for good"), until: null },
  ] as const)("$row.fault", async ({ row, until }) => {
    let settled = 0;
    const transmission = ({ transmission: { error } }: { transmission: { error?: unknown } }) => {
      if (settled++ === 2) {
        expect(signalChildren("receiver-process", "SIGSTOP")).toBe(1);
        if (until === "a moment has passed") setTimeout(() => receiver.signal("SIGCONT"), A_MOMENT_MS);
      }
      if (until === "a payload has failed" && error !== undefined) receiver.signal("SIGCONT");
    };
    const outcome = await runHarmed({ row, subject, receiver, adapter }, { events: { transmission } });
    const { counts } = expectHarmed(row, outcome);
    if (until === null) expect(counts).toMatchObject({ acknowledged: 3 });
    else expect(counts).toMatchObject({ sent: COUNT, lost: 0 });
    // A process that is stopped can be killed.
    expect(signalChildren("receiver-process", 0)).toBe(0);
  });
});

// It is another process that notices, and it knows no protocol. So one is enough.
describe.each(OVER_ANY_LINK.slice(0, 1))("$name, with a sender process", { timeout: 180_000 }, (subject) => {
  it.for([
    { row: fault("sender process frozen for a moment"), forGood: false },
    { row: fault("sender process frozen for good"), forGood: true },
  ])("$row.fault", async ({ row, forGood }) => {
    const rounds = 2;
    let froze = false;
    const outcome = await outcomeOf({
      ...limitsOf(row),
      adapters: [subject.adapter()],
      rounds,
      events: {
        phase({ phase, round }) {
          if (froze || phase !== "measure" || round !== rounds - 1) return;
          froze = true;
          expect(signalChildren("sender-process", "SIGSTOP")).toBe(1);
          if (!forGood) setTimeout(() => signalChildren("sender-process", "SIGCONT"), A_MOMENT_MS);
        },
      },
    });
    expectEnd(row, outcome);
    const finished = outcome.result?.timings.flatMap((timing) => timing.rounds.map(({ status }) => status));
    expect(finished).toEqual(new Array(forGood ? rounds - 1 : rounds).fill("completed"));
    expect([signalChildren("sender-process", 0), signalChildren("receiver-process", 0)]).toEqual([0, 0]);
  });
});
