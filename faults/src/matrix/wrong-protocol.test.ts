import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { withTarget } from "../internals.js";
import { limitsOf } from "../runs/limits.js";
import { expectHealthyKept, misdirected } from "../runs/misdirected.js";
import { expectEnd, outcomeOf } from "../runs/outcome.js";
import { PLACES, type Receiver } from "../runs/places.js";
import { httpStranger, type Stranger, strangerOf } from "../runs/stranger.js";
import { hasHandshake, PROTOCOLS, type Subject, TRIED } from "../subjects.js";
import { fault } from "../table/fault.js";
import { commandIt, EXIT } from "../test-internals.js";

/** What else may listen where a run wants to go. */
const OTHERS = [
  { name: "HTTP", open: httpStranger },
  ...PROTOCOLS.map((protocol) => ({
    name: protocol.name,
    open: ({ direction }: Pick<Subject, "direction">) => strangerOf(protocol, { direction }),
  })),
];

async function opened(
  other: (typeof OTHERS)[number],
  direction: Subject["direction"] = "upload",
): Promise<Stranger> {
  const stranger = await other.open({ direction });
  onTestFinished(() => stranger.close());
  return stranger;
}

describe("a receiver's URL leads to another server", { timeout: 60_000 }, () => {
  const row = fault("another server at the receiver's URL");

  it.for(OTHERS)("of $name", async (other) => {
    const { port } = await opened(other);
    const receiver = { url: `http://127.0.0.1:${port}` };
    for (const subject of TRIED) {
      expectEnd(row, await outcomeOf({ ...limitsOf(row), receiver, adapters: [subject.adapter()] }));
    }
  });

  commandIt("of each protocol, for the command", async ({ cli }) => {
    for (const other of OTHERS) {
      const { port } = await opened(other);
      const url = `http://127.0.0.1:${port}`;
      const { code, stdout, stderr } = await cli.run(["tcp", "--count", "5", "--rounds", "1", "--to", url]);
      expect({ code, stdout }).toEqual({ code: EXIT.failed, stdout: "" });
      expect(stderr).toContain(row.code);
    }
  });
});

describe.each(PLACES)("a link to a receiver, $name, reaches", { timeout: 120_000 }, (place) => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await place.open();
  });
  afterAll(() => receiver.close());

  // What listens there does not depend on where the receiver runs.
  const others = place.name === "forked" ? OTHERS.slice(0, 1) : OTHERS;
  const pairs = TRIED.flatMap((subject) =>
    others.filter(({ name }) => name !== subject.protocol.name).map((other) => ({ subject, other })),
  );
  it.for(pairs)("$other.name instead of $subject.name", async ({ subject, other }) => {
    const row = hasHandshake(subject)
      ? fault("another protocol at the data port")
      : fault("a raw TCP upload reaches something else");
    const { port } = await opened(other, subject.direction);
    const change = (url: string) => withTarget(url, { host: "127.0.0.1", port });
    const outcome = await misdirected(subject, row, receiver.option, change);
    expectEnd(row, outcome);
    expectHealthyKept(outcome);
  });
});
