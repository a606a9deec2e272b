import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { startProgram } from "../programs/start-program.js";
import { limitsOf } from "../runs/limits.js";
import { expectEnd, type Outcome, outcomeOf } from "../runs/outcome.js";
import { openServer, type Receiver } from "../runs/places.js";
import { hasHandshake, OVER_ANY_LINK } from "../subjects.js";
import { fault } from "../table/fault.js";
import { commandIt, EXIT } from "../test-internals.js";

/** Enough for a process that starts and for some connections, but not for all. A process that starts opens many files at once. */
const LIMIT = 400;
const LIMITED = ["prlimit", `--nofile=${LIMIT}:${LIMIT}`] as const;
/** Enough for a receiver server that has started, and for some connections. */
const SERVER_LIMIT = 128;
const CONNECTIONS = { sender: LIMIT + 50, server: SERVER_LIMIT + 50 };
const mayLimit = spawnSync(LIMITED[0], ["--version"]).status === 0;

let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

/** How a run ended whose process could open nothing any more after its first adapter. */
async function withoutDescriptors(subject: number, url?: string): Promise<Outcome> {
  const args = [`${subject}`, ...(url === undefined ? [] : [url])];
  return JSON.parse(await startProgram("without-descriptors", args).line(0)) as Outcome;
}

/** A link of a push over HTTP/1.1 has two connections. If the second one fails, the first one closes, and then one is left again. */
const saysWhy = ({ name }: { readonly name: string }) => name !== "HTTP/1.1, push";

const subjects = OVER_ANY_LINK.map((subject, index) => ({ ...subject, index }));

describe.skipIf(!mayLimit)(
  "a process without file descriptors (skipped: there is no prlimit)",
  { timeout: 120_000 },
  () => {
    it.for(subjects)("cannot start a receiver: $name", async ({ index }) => {
      const row = fault("no file descriptor left to start a receiver");
      const outcome = await withoutDescriptors(index);
      expectEnd(row, outcome);
      expect(outcome.error?.message).toContain("EMFILE");
      expect(outcome.result?.timings).toMatchObject([{ label: "first", rounds: [{ status: "completed" }] }]);
    });

    it.for(subjects)("cannot reach a receiver server: $name", async ({ index }) => {
      const row = fault("no file descriptor left to reach a receiver server");
      receiver = await openServer();
      const { url } = receiver.option as { readonly url: string };
      const outcome = await withoutDescriptors(index, url);
      expectEnd(row, outcome);
      expect(outcome.error?.message).toContain("EMFILE");
      expect(outcome.result?.timings).toMatchObject([{ label: "first", rounds: [{ status: "completed" }] }]);
    });

    it.for(OVER_ANY_LINK)("has none for a link, at the receiver: $name", async (subject) => {
      const row = hasHandshake(subject)
        ? fault("no file descriptor left at the receiver for a link")
        : fault("no file descriptor left at the receiver for a raw TCP upload");
      receiver = await openServer(SERVER_LIMIT);
      const outcome = await outcomeOf({
        ...limitsOf(row),
        adapters: [subject.adapter()],
        receiver: receiver.option,
        connections: CONNECTIONS.server,
        load: { kind: "closed-loop", concurrency: CONNECTIONS.server, count: CONNECTIONS.server },
      });
      expectEnd(row, outcome);
      if (saysWhy(subject)) expect(outcome.error?.message).toContain("file descriptor");
    });

    commandIt.for(subjects)(
      "has none for a link, at the sender: $name",
      async ({ inCommand, direction, name }, { cli }) => {
        const row = fault("no file descriptor left at the sender for a link");
        receiver = await openServer();
        const { url } = receiver.option as { readonly url: string };
        const options = inCommand.includes(":") ? "," : ":";
        const args = [`${inCommand}${options}direction=${direction}`, "--to", url];
        const load = ["--connections", `${CONNECTIONS.sender}`, "--count", `${CONNECTIONS.sender}`];
        const line = `${LIMITED.join(" ")} $WIREDUEL ${[...args, ...load].join(" ")} --rounds 1 --no-out`;
        const { code, stdout, stderr } = await cli.shell(line).finished;
        expect({ code, stdout }, stderr).toEqual({ code: EXIT.failed, stdout: "" });
        expect(stderr).toContain(row.code);
        if (saysWhy({ name })) expect(stderr).toContain("file descriptor");
      },
    );
  },
);
