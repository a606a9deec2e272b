import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withTarget } from "../internals.js";
import { limitsOf } from "../runs/limits.js";
import { expectHealthyKept, misdirected } from "../runs/misdirected.js";
import { expectEnd, outcomeOf } from "../runs/outcome.js";
import { PLACES, type Receiver } from "../runs/places.js";
import { closedPort } from "../runs/stranger.js";
import { OVER_ANY_LINK } from "../subjects.js";
import { fault } from "../table/fault.js";
import { commandIt, EXIT } from "../test-internals.js";

/** RFC 6761 promises that no name ends with this. */
const UNKNOWN_HOST = "receiver.invalid";
const SHORT = ["tcp", "--count", "5", "--rounds", "1", "--out", "results"];

describe("control", { timeout: 60_000 }, () => {
  const refused = fault("nothing listens at the receiver's URL");
  const unknown = fault("the receiver's host name is unknown");

  it.for(OVER_ANY_LINK)("is refused: $name", async (subject) => {
    const receiver = { url: `http://127.0.0.1:${await closedPort()}` };
    expectEnd(refused, await outcomeOf({ ...limitsOf(refused), receiver, adapters: [subject.adapter()] }));
  });

  it.for(OVER_ANY_LINK)("has a host name that is unknown: $name", async (subject) => {
    const receiver = { url: `http://${UNKNOWN_HOST}:4700` };
    expectEnd(unknown, await outcomeOf({ ...limitsOf(unknown), receiver, adapters: [subject.adapter()] }));
  });

  commandIt("is refused, for the command", async ({ cli }) => {
    for (const [row, url] of [
      [refused, `http://127.0.0.1:${await closedPort()}`],
      [unknown, `http://${UNKNOWN_HOST}:4700`],
    ] as const) {
      const { code, stdout, stderr } = await cli.run([...SHORT, "--to", url]);
      expect({ code, stdout }).toEqual({ code: EXIT.failed, stdout: "" });
      expect(stderr).toContain(row.code);
      expect(stderr).toContain(url);
    }
  });
});

describe.each(PLACES)("a link to a receiver, $name,", { timeout: 120_000 }, (place) => {
  const refused = fault("nothing listens at the data port");
  const unknown = fault("the host name of the listening end is unknown");
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await place.open();
  });
  afterAll(() => receiver.close());

  it.for(OVER_ANY_LINK)("is refused: $name", async (subject) => {
    const port = await closedPort();
    const outcome = await misdirected(subject, refused, receiver.option, (url) =>
      withTarget(url, { host: "127.0.0.1", port }),
    );
    expectEnd(refused, outcome);
    expectHealthyKept(outcome);
  });

  // A receiver server only dials the address that control came from.
  const named = OVER_ANY_LINK.filter(({ direction }) => place.name === "forked" || direction === "upload");
  it.for(named)("has a host name that is unknown: $name", async (subject) => {
    const outcome = await misdirected(subject, unknown, receiver.option, (url) =>
      withTarget(url, { host: UNKNOWN_HOST, port: 4700 }),
    );
    expectEnd(unknown, outcome);
    expectHealthyKept(outcome);
  });
});
