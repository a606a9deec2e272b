import { grpc } from "@wireduel/adapter-grpc";
import { ws } from "@wireduel/adapter-ws";
import type { Adapter } from "@wireduel/core/adapter";
import { expect } from "vitest";
import { eachSubject, serveHere } from "../runs/each-subject.js";
import { BYTES, expectHarmed, proxied, runHarmed } from "../runs/harmed.js";
import type { Subject } from "../subjects.js";
import { fault } from "../table/fault.js";

const SMALL_BYTES = 2_000;
/** What an end accepts, if its library has a limit of its own. */
const LIMIT_BYTES = BYTES / 2;

/** An adapter whose library refuses large messages. Undefined if it has no limit of its own. */
function limited({ protocol, direction }: Subject): Adapter | undefined {
  const options = { label: "harmed", direction, maxReceiveMessageBytes: LIMIT_BYTES };
  if (protocol.name === "ws") return ws(options);
  return protocol.name === "gRPC" ? grpc(options) : undefined;
}

const LARGE = [
  { row: fault("payload larger than the receiver accepts"), from: "sender", bytes: [BYTES, SMALL_BYTES] },
  { row: fault("reply larger than the sender accepts"), from: "receiver", bytes: [SMALL_BYTES, BYTES] },
] as const;

eachSubject(serveHere, (subject, it) => {
  // HTTP has no limit of its own, and no byte that makes a body larger. The adapter's tests have bodies over the limit.
  it.for(subject.protocol.name.startsWith("HTTP/") ? [] : LARGE)(
    "$row.fault",
    async ({ row, from, bytes: [payloadBytes, replyBytes] }, { receiver, onTestFinished }) => {
      const behind = proxied(subject, onTestFinished);
      const adapter = limited(subject) ?? behind.adapter;
      const options = { payload: { sizeBytes: payloadBytes, seed: 3 }, replyBytes };
      // tcp has no limit of its own: its frames say how large they are, and this one says 16 MiB more.
      let settled = 0;
      const events = {
        transmission() {
          if (settled++ === 0) behind.plan("damage", from, 0);
        },
      };
      const outcome = await runHarmed(
        { row, subject, receiver, adapter },
        { ...options, maxPayloadBytes: 2 * BYTES, events },
      );
      const { counts, errors } = expectHarmed(row, outcome);
      expect(counts.acknowledged).toBe(limited(subject) ? 0 : 1);
      expect(errors[0]?.message).toMatch(limited(subject) ? /maxReceiveMessageBytes/ : /the limit is/);
    },
  );

  // Node's client of HTTP/2 tells the other end that a frame was too large, and then no one at its own end.
  const replyRow =
    subject.protocol.name === "gRPC" || subject.protocol.name === "HTTP/2"
      ? fault("header of a reply damaged, over HTTP/2")
      : fault("header of a reply damaged");
  it.for([
    { row: fault("header of a payload damaged"), from: "sender" },
    { row: replyRow, from: "receiver" },
  ] as const)("$row.fault", async ({ row, from }, { receiver, onTestFinished }) => {
    const { adapter, plan } = proxied(subject, onTestFinished);
    let settled = 0;
    const events = {
      transmission() {
        // The next byte is the first one of a frame of the protocol.
        if (settled++ === 2) plan("damage", from, 0);
      },
    };
    const outcome = await runHarmed(
      { row, subject, receiver, adapter },
      { maxPayloadBytes: 2 * BYTES, events },
    );
    expect(expectHarmed(row, outcome).counts.acknowledged).toBe(3);
  });
});
