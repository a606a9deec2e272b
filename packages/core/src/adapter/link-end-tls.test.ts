import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Frame } from "../codec/frame.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { closeEnds, echo, ignore, joinEnds, LOOPBACK, openEnd, textOf } from "./fixtures/link-ends.js";

afterEach(closeEnds);

describe("a link end with TLS", () => {
  const encrypted = chaos({ tls: "local" });

  it("passes on the certificate that it created, so that the other end trusts it", async () => {
    const { sender, receiver, ask } = await joinEnds(encrypted, "upload");
    expect(await ask([Buffer.from("x")])).toBe("x");
    const unexpected = () => expect.unreachable();
    expect(sender.describe(unexpected).tls).toMatchObject({
      version: expect.stringMatching(/^TLSv1\.[23]$/),
    });
    expect(receiver.describe(unexpected).settings).toEqual({ receiverProcess: process.pid });
  });

  it("cannot dial without that certificate", async () => {
    const { url } = await openEnd(encrypted, "receiver").listen(LOOPBACK, () => ignore);
    const dialling = openEnd(encrypted, "sender").dial({ url }, () => undefined);
    expect(await failureOf(dialling)).toMatchObject({ code: "CONNECT_FAILED" });
  });

  it("records the error of a client without TLS, and goes on", async () => {
    const receiver = openEnd(encrypted, "receiver");
    const endpoint = await receiver.listen(LOOPBACK, () => echo);
    const client = connect(Number(new URL(endpoint.url).port), LOOPBACK.host);
    client.on("error", () => {});
    client.write("no handshake\r\n\r\n");
    await once(client, "close");
    expect(receiver.errors).toHaveLength(1);
    const reply = new Promise<string>((resolve, reject) => {
      const onFrame = (frame: Uint8Array | Frame) => void resolve(textOf(frame));
      openEnd(encrypted, "sender")
        .dial(endpoint, onFrame)
        .then((link) => link.send([Buffer.from("x")]), reject);
    });
    expect(await reply).toBe("x");
  });
});
