import { serveReceivers } from "@wireduel/core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { makeLocalCertificate, withTarget } from "../internals.js";
import { limitsOf } from "../runs/limits.js";
import { expectHealthyKept, misdirected } from "../runs/misdirected.js";
import { expectEnd, outcomeOf } from "../runs/outcome.js";
import { PLACES, type Receiver } from "../runs/places.js";
import { strangerOf } from "../runs/stranger.js";
import { hasHandshake, plainAdapters, TRIED } from "../subjects.js";
import { fault } from "../table/fault.js";
import { commandIt, EXIT } from "../test-internals.js";

/** A receiver server, and its URL with the other scheme. */
async function otherScheme(encrypted: boolean): Promise<string> {
  const tls = encrypted ? await makeLocalCertificate() : undefined;
  const server = await serveReceivers({ adapters: plainAdapters(), control: { tls } });
  onTestFinished(() => server.close());
  return encrypted ? server.url.replace("https:", "http:") : server.url.replace("http:", "https:");
}

describe.each([
  { row: fault("HTTPS to a receiver that serves HTTP"), encrypted: false, hint: "is it http" },
  { row: fault("HTTP to a receiver that serves HTTPS"), encrypted: true, hint: "is it https" },
])("$row.fault", { timeout: 60_000 }, ({ row, encrypted, hint }) => {
  it.for(TRIED)("$name", async (subject) => {
    const receiver = { url: await otherScheme(encrypted) };
    const outcome = await outcomeOf({ ...limitsOf(row), receiver, adapters: [subject.adapter()] });
    expectEnd(row, outcome);
    expect(outcome.error?.message).toContain(hint);
  });

  commandIt("the command", async ({ cli }) => {
    const url = await otherScheme(encrypted);
    const { code, stdout, stderr } = await cli.run(["tcp", "--count", "5", "--rounds", "1", "--to", url]);
    expect({ code, stdout }).toEqual({ code: EXIT.failed, stdout: "" });
    expect(stderr).toContain(row.code);
    expect(stderr).toContain(hint);
  });
});

describe.each(PLACES)("a link to a receiver, $name,", { timeout: 120_000 }, (place) => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await place.open();
  });
  afterAll(() => receiver.close());

  it.for(TRIED)("begins with TLS where the port is plain: $name", async (subject) => {
    const row = fault("TLS to a data port that is plain");
    const { port, close } = await strangerOf(subject.protocol, subject);
    onTestFinished(close);
    const change = (url: string) => withTarget(url, { host: "127.0.0.1", port });
    const outcome = await misdirected(subject, row, receiver.option, change, { tls: "local" });
    expectEnd(row, outcome);
    expectHealthyKept(outcome);
  });

  it.for(TRIED)("is plain where the port has TLS: $name", async (subject) => {
    const row = hasHandshake(subject)
      ? fault("no TLS to a data port that has TLS")
      : fault("a raw TCP upload reaches something else");
    const { port, close } = await strangerOf(subject.protocol, { ...subject, tls: "local" });
    onTestFinished(close);
    const change = (url: string) => withTarget(url, { host: "127.0.0.1", port });
    const outcome = await misdirected(subject, row, receiver.option, change);
    expectEnd(row, outcome);
    expectHealthyKept(outcome);
  });
});
