import { expect } from "vitest";
import { eachSubject, serveHere } from "../runs/each-subject.js";
import { BYTES, COUNT, expectHarmed, proxied, runHarmed } from "../runs/harmed.js";
import { fault } from "../table/fault.js";

/** More than kernels keep for two connections, so that a slow end makes the other one wait. */
const MANY = 64;
const IN_THE_THIRD = 2.5 * BYTES;
/** Bytes that arrive one by one. */
const FEW_BYTES = 500;

eachSubject(serveHere, (subject, it) => {
  it.for([
    { row: fault("slow reader of payloads"), from: "sender" },
    { row: fault("slow reader of replies"), from: "receiver" },
  ] as const)("$row.fault", async ({ row, from }, { receiver, onTestFinished }) => {
    const { adapter, now } = proxied(subject, onTestFinished);
    now("slow", from);
    const load = { kind: "closed-loop", concurrency: MANY, count: MANY } as const;
    const outcome = await runHarmed({ row, subject, receiver, adapter }, { load });
    expect(expectHarmed(row, outcome).counts).toMatchObject({ sent: MANY, lost: 0, damaged: 0 });
  });

  it.for([
    { row: fault("slow writer of payloads"), from: "sender" },
    { row: fault("slow writer of replies"), from: "receiver" },
  ] as const)("$row.fault", async ({ row, from }, { receiver, onTestFinished }) => {
    const { adapter, now } = proxied(subject, onTestFinished);
    now("byte-by-byte", from);
    const bytes = { payload: { sizeBytes: FEW_BYTES, seed: 3 }, replyBytes: FEW_BYTES };
    const outcome = await runHarmed({ row, subject, receiver, adapter }, bytes);
    expect(expectHarmed(row, outcome).counts).toMatchObject({ sent: COUNT, lost: 0, damaged: 0 });
  });

  it.for([
    { row: fault("reader of payloads that stops"), from: "sender" },
    { row: fault("reader of replies that stops"), from: "receiver" },
  ] as const)("$row.fault", async ({ row, from }, { receiver, onTestFinished }) => {
    const { adapter, plan } = proxied(subject, onTestFinished);
    plan("stop-reading", from, IN_THE_THIRD);
    const { counts } = expectHarmed(row, await runHarmed({ row, subject, receiver, adapter }));
    expect(counts.acknowledged).toBe(2);
  });
});
