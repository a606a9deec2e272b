import { expect } from "vitest";
import { eachSubject, serveHere } from "../runs/each-subject.js";
import { BYTES, expectHarmed, proxied, runHarmed } from "../runs/harmed.js";
import { fault } from "../table/fault.js";

const IN_THE_THIRD = 2.5 * BYTES;

eachSubject(serveHere, (subject, it) => {
  const receiverGone =
    subject.name === "HTTP/1.1, push"
      ? fault("half-open link: the receipts of an HTTP/1.1 push are gone")
      : fault("half-open link: the end of the receiver is gone");
  it.for([
    { row: receiverGone, from: "receiver" },
    { row: fault("half-open link: the end of the sender is gone"), from: "sender" },
  ] as const)("$row.fault", async ({ row, from }, { receiver, onTestFinished }) => {
    const { adapter, plan } = proxied(subject, onTestFinished);
    plan("half-open", from, IN_THE_THIRD);
    const outcome = await runHarmed({ row, subject, receiver, adapter });
    const { counts, errors } = expectHarmed(row, outcome);
    expect(counts.acknowledged).toBe(2);
    // The end that is gone says why, also where the other one cannot know.
    expect(errors[0]?.message).toMatch(/ECONNRESET|connection was lost|close code 1006/);
  });
});
