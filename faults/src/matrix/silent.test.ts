import { expect } from "vitest";
import { lose, ofLink } from "../frames/frame-faults.js";
import { harmFrames } from "../frames/harm-frames.js";
import { eachSubject, serveHere } from "../runs/each-subject.js";
import { BYTES, COUNT, expectHarmed, proxied, runHarmed } from "../runs/harmed.js";
import { fault } from "../table/fault.js";

const IN_THE_THIRD = 2.5 * BYTES;
/** Shorter than any limit. */
const A_MOMENT_MS = 500;

eachSubject(serveHere, (subject, it) => {
  it.for([
    { how: "silence", from: "sender" },
    { how: "swallow", from: "sender" },
    { how: "swallow", from: "receiver" },
  ] as const)("silent link: $how, from the $from", async ({ how, from }, { receiver, onTestFinished }) => {
    const row = fault("silent link");
    const { adapter, plan } = proxied(subject, onTestFinished);
    plan(how, from, IN_THE_THIRD);
    const { counts, failures } = expectHarmed(row, await runHarmed({ row, subject, receiver, adapter }));
    expect(counts.acknowledged).toBe(2);
    expect(failures.map(({ code }) => code)).toContain("PAYLOAD_TIMEOUT");
  });

  it("link silent for a moment", async ({ receiver, onTestFinished }) => {
    const row = fault("link silent for a moment");
    const { adapter, now, heal } = proxied(subject, onTestFinished);
    let silenced = false;
    const transmission = () => {
      if (silenced) return;
      silenced = true;
      now("silence", "sender");
      setTimeout(heal, A_MOMENT_MS);
    };
    const events = { events: { transmission } };
    const outcome = await runHarmed({ row, subject, receiver, adapter }, events);
    expect(expectHarmed(row, outcome).counts).toMatchObject({ sent: COUNT, lost: 0 });
  });

  it("link silent for longer than a payload may take", async ({ receiver, onTestFinished }) => {
    const row = fault("link silent for longer than a payload may take");
    const { adapter, plan, heal } = proxied(subject, onTestFinished);
    plan("silence", "sender", IN_THE_THIRD);
    const transmission = ({ transmission: { error } }: { transmission: { error?: unknown } }) => {
      if (error !== undefined) heal();
    };
    const outcome = await runHarmed({ row, subject, receiver, adapter }, { events: { transmission } });
    const { counts } = expectHarmed(row, outcome);
    expect(counts.acknowledged).toBeGreaterThan(2);
    expect(counts).toMatchObject({ sent: COUNT, lost: 0, undelivered: 0 });
  });

  it("one of several links silent", async ({ receiver }) => {
    const row = fault("one of several links silent");
    const adapter = harmFrames(subject.adapter({ label: "harmed" }), { replies: ofLink(1, lose) });
    const load = { kind: "closed-loop", concurrency: 3, count: 20 } as const;
    const outcome = await runHarmed(
      { row, subject, receiver, adapter },
      { load, connections: 3, maxTransmissions: 20 },
    );
    const { counts, transmissions } = expectHarmed(row, outcome);
    expect(counts).toMatchObject({ sent: 20, lost: 0 });
    const failed = transmissions.filter(({ error }) => error !== undefined);
    expect(new Set(failed.map(({ connection }) => connection))).toEqual(new Set([1]));
  });
});
