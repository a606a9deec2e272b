import { expect } from "vitest";
import { eachSubject, serveHere } from "../runs/each-subject.js";
import { BYTES, expectHarmed, proxied, runHarmed } from "../runs/harmed.js";
import { limitsOf } from "../runs/limits.js";
import { outcomeOf } from "../runs/outcome.js";
import { fault } from "../table/fault.js";

/** In the middle of the third payload or reply. What a protocol adds to them is much less than half of one. */
const IN_THE_THIRD = 2.5 * BYTES;
/** In the middle of the first message of a handshake. */
const IN_THE_HANDSHAKE = 10;

eachSubject(serveHere, (subject, it) => {
  it.for([
    { row: fault("connection cut in the middle of a payload"), how: "cut", from: "sender" },
    { row: fault("connection cut in the middle of a reply"), how: "cut", from: "receiver" },
    { row: fault("connection closed in the middle of a payload"), how: "half-close", from: "sender" },
    { row: fault("connection closed in the middle of a reply"), how: "half-close", from: "receiver" },
  ] as const)("$row.fault", async ({ row, how, from }, { receiver, onTestFinished }) => {
    const { adapter, plan } = proxied(subject, onTestFinished);
    plan(how, from, IN_THE_THIRD);
    const outcome = await runHarmed({ row, subject, receiver, adapter });
    const { counts, failures } = expectHarmed(row, outcome);
    expect(counts).toMatchObject({ sent: 3, acknowledged: 2 });
    expect(failures).toMatchObject([{ code: row.code, count: 1 }]);
  });

  // Raw TCP has no handshake: its dialling end sends the secret of the session, and waits for no answer.
  if (subject.protocol.name === "tcp") {
    const upload = subject.direction === "upload";
    const row = upload
      ? fault("raw TCP upload cut before its first payload")
      : fault("raw TCP push cut before its first payload");
    it(row.fault, async ({ receiver, onTestFinished }) => {
      const { adapter, plan } = proxied(subject, onTestFinished);
      plan("cut", upload ? "sender" : "receiver", IN_THE_HANDSHAKE);
      const outcome = await runHarmed({ row, subject, receiver, adapter });
      if (upload) expect(expectHarmed(row, outcome).counts.acknowledged).toBe(0);
      else expect(outcome.error?.code).toBe(row.code);
    });
    return;
  }

  it.for([
    { row: fault("connection cut during the handshake"), how: "cut", from: "sender" },
    { row: fault("connection cut during the handshake"), how: "cut", from: "receiver" },
    { row: fault("connection silent during the handshake"), how: "silence", from: "sender" },
  ] as const)("$row.fault, by the $from", async ({ row, how, from }, { receiver, onTestFinished }) => {
    const { adapter, plan } = proxied(subject, onTestFinished);
    plan(how, from, IN_THE_HANDSHAKE);
    const adapters = [subject.adapter({ label: "before" }), adapter];
    const outcome = await outcomeOf({ ...limitsOf(row), receiver: receiver.option, adapters });
    expect(outcome).toMatchObject({
      error: { code: row.code },
      result: { status: "failed", timings: [{ rounds: [{ status: "completed" }] }], notRun: ["harmed"] },
    });
  });
});
