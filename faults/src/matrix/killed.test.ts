import type { BenchmarkHandlers, BenchmarkResult } from "@wireduel/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signalChildren } from "../internals.js";
import { limitsOf } from "../runs/limits.js";
import { expectEnd, type Outcome, outcomeOf } from "../runs/outcome.js";
import { openServer, PLACES, type Receiver } from "../runs/places.js";
import { OVER_ANY_LINK, type Subject } from "../subjects.js";
import { fault } from "../table/fault.js";
import type { FaultRow } from "../table/read-table.js";

/** /proc lists the processes that are killed. */
const onLinux = describe.runIf(process.platform === "linux");
const COUNT = 500;
const KILLED_AFTER = 3;

let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

/** The counts of the only round. */
function countsOf(result: BenchmarkResult | undefined) {
  expect(result?.timings.map(({ rounds }) => rounds.length)).toEqual([1]);
  return result?.timings[0]?.rounds[0]?.counts;
}

onLinux.each(PLACES)("a receiver, $name, is killed", { timeout: 120_000 }, (place) => {
  beforeEach(async () => {
    receiver = await place.open();
  });

  function killed(row: FaultRow, subject: Subject, events: BenchmarkHandlers): Promise<Outcome> {
    const adapters = [subject.adapter(), subject.adapter({ label: "later" })];
    const load = { kind: "closed-loop", concurrency: 1, count: COUNT } as const;
    return outcomeOf({ ...limitsOf(row), adapters, load, receiver: receiver?.option, events });
  }

  it.for(OVER_ANY_LINK)("in the warm-up: $name", async (subject) => {
    const row = fault("the receiver is killed before the first payload");
    const outcome = await killed(row, subject, {
      phase({ phase }) {
        if (phase === "warm-up") receiver?.signal("SIGKILL");
      },
    });
    expectEnd(row, outcome);
    expect(outcome.result?.notRun).toEqual(["later"]);
    expect(countsOf(outcome.result)).toMatchObject({ sent: 0, lost: null });
  });

  it.for(OVER_ANY_LINK)("during the run: $name", async (subject) => {
    const row = fault("the receiver is killed during the run");
    const outcome = await killed(row, subject, {
      transmission({ transmission }) {
        if (transmission.index === KILLED_AFTER) receiver?.signal("SIGKILL");
      },
    });
    expectEnd(row, outcome);
    expect(outcome.result?.notRun).toEqual(["later"]);
    const { sent = 0, acknowledged = 0, failed = 0 } = countsOf(outcome.result) ?? {};
    expect(acknowledged).toBeGreaterThan(KILLED_AFTER);
    expect(acknowledged).toBeLessThan(COUNT);
    expect(acknowledged + failed).toBe(sent);
  });

  it.for(OVER_ANY_LINK)("after the last payload: $name", async (subject) => {
    const row = fault("the receiver is killed after the last payload");
    const outcome = await killed(row, subject, {
      transmission({ transmission }) {
        if (transmission.index === COUNT - 1) receiver?.signal("SIGKILL");
      },
    });
    expectEnd(row, outcome);
    expect(outcome.result?.notRun).toEqual(["later"]);
    expect(countsOf(outcome.result)).toMatchObject({ sent: COUNT, acknowledged: COUNT, lost: null });
  });
});

describe("a receiver server is killed", { timeout: 180_000 }, () => {
  beforeEach(async () => {
    receiver = await openServer();
  });

  it.for(OVER_ANY_LINK)("between two adapters: $name", async (subject) => {
    const row = fault("the receiver server is killed between two rounds");
    const outcome = await outcomeOf({
      ...limitsOf(row),
      adapters: [subject.adapter(), subject.adapter({ label: "later" })],
      receiver: receiver?.option,
      events: { timing: () => receiver?.signal("SIGKILL") },
    });
    expectEnd(row, outcome);
    expect(outcome.result?.notRun).toEqual(["later"]);
    expect(countsOf(outcome.result)).toMatchObject({ sent: 6, acknowledged: 6, lost: 0 });
  });

  it("between two blocks, whose senders are processes", async () => {
    const row = fault("the receiver server is killed between two rounds");
    const outcome = await several(row, { block: () => receiver?.signal("SIGKILL") });
    expectEnd(row, outcome);
    expect(outcome.result?.timings).toMatchObject([{ rounds: [{ status: "completed" }] }]);
  });

  it("during a block, whose senders are processes", async () => {
    const row = fault("the receiver is killed during the run");
    const outcome = await several(row, {
      phase({ phase, round }) {
        if (phase === "measure" && round === 1) receiver?.signal("SIGKILL");
      },
    });
    expectEnd(row, outcome);
    const [first, second] = outcome.result?.timings[0]?.rounds ?? [];
    expect(first?.status).toBe("completed");
    expect(second?.status).toBe("failed");
  });

  function several(row: FaultRow, events: BenchmarkHandlers): Promise<Outcome> {
    const [{ adapter }] = OVER_ANY_LINK as [Subject];
    return outcomeOf({
      ...limitsOf(row),
      adapters: [adapter()],
      receiver: receiver?.option,
      rounds: 3,
      load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 5, count: COUNT },
      events,
    });
  }
});

onLinux("a tap is killed", { timeout: 120_000 }, () => {
  const row = fault("the network tap is killed during the run");

  it.for(OVER_ANY_LINK)("$name", async (subject) => {
    const outcome = await outcomeOf({
      ...limitsOf(row),
      adapters: [subject.adapter(), subject.adapter({ label: "later" })],
      network: "lan",
      load: { kind: "closed-loop", concurrency: 1, count: 20 },
      events: {
        transmission({ label, transmission }) {
          if (label !== "later" && transmission.index === KILLED_AFTER)
            signalChildren("tap-process", "SIGKILL");
        },
      },
    });
    expectEnd(row, outcome);
    const [killed, later] = outcome.result?.timings ?? [];
    expect(killed?.rounds[0]?.counts.acknowledged).toBeGreaterThan(KILLED_AFTER);
    expect(later).toMatchObject({ label: "later", rounds: [{ status: "completed" }] });
  });
});
