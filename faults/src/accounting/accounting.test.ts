import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runScenario } from "./run-scenario.js";
import { harmedBytes, harmedMessages, PROTOCOLS, type Scenario } from "./scenario.js";

/** Every run takes a second or more, so a failure is reported as it is found, and not made smaller. */
const ONCE = { endOnFailure: true } as const;

/** All that is left of each of these runs adds up. A failure shows the run, and the seed that repeats it. */
async function addsUp(runs: fc.Arbitrary<Scenario>, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(runs, async (scenario) => {
    expect((await runScenario(scenario)).mistakes).toEqual([]);
  });
  await fc.assert(property, { ...ONCE, numRuns });
}

const names = Object.keys(PROTOCOLS) as (keyof typeof PROTOCOLS)[];
const WAYS = names.flatMap((protocol) =>
  PROTOCOLS[protocol].push
    ? [{ protocol, direction: "upload" } as const, { protocol, direction: "push" } as const]
    : [{ protocol, direction: "upload" } as const],
);

describe.concurrent.each(WAYS)("every result adds up: $protocol, $direction", { timeout: 600_000 }, (way) => {
  const { protocol, direction } = way;

  it("if messages are lost, damaged, doubled, late or out of order", async () => {
    await addsUp(harmedMessages(protocol, direction, "one round", "inline"), 3);
  });

  it("if a connection is cut, half-closed, silent or damaged", async () => {
    await addsUp(
      fc.oneof(
        ...(["inline", "server"] as const).map((receiver) => harmedBytes(protocol, direction, receiver)),
      ),
      2,
    );
  });
});

// One after another: the process that is killed or frozen must be that of the run.
describe.each(WAYS)("every result adds up: $protocol, $direction", { timeout: 600_000 }, (way) => {
  it("if the receiver process is killed or frozen, too", async () => {
    await addsUp(harmedMessages(way.protocol, way.direction, "one round", "process"), 1);
  });
});

describe.each(names)("every result adds up: %s", { timeout: 600_000 }, (protocol) => {
  it("in several rounds, with slices, and in a matrix", async () => {
    const shapes = (["rounds", "slices", "matrix"] as const).map((shape) =>
      harmedMessages(protocol, "upload", shape, "process"),
    );
    await addsUp(fc.oneof(...shapes), 1);
  });
});
