import { afterEach, describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { sendPayloads } from "./fixtures/send-payloads.js";
import { forkReceiver } from "./fork-receiver.js";
import { identifyEnd, sessionRequest } from "./identity.js";
import type { ReceiverConnection } from "./receiver-connection.js";

const START_MS = 20_000;
const payload = Uint8Array.from([1, 2, 3]);
let receiver: ReceiverConnection | undefined;

afterEach(async () => {
  await receiver?.disconnect();
  receiver = undefined;
});

async function fork(adapter: Adapter): Promise<ReceiverConnection> {
  receiver = await forkReceiver(adapter, START_MS);
  return receiver;
}

describe("forkReceiver", () => {
  it("runs a whole session in another process", async () => {
    const adapter = chaos({ tls: "local" });
    const { kind, control, processId } = await fork(adapter);
    expect(kind).toBe("process");
    expect(await control.identify({})).toEqual({ ...identifyEnd(), flags: expect.any(Array) });
    const payloads = {
      maxPayloadBytes: 10_000,
      payloads: [{ kind: "bytes", from: null, payloads: [payload] } as const],
    };
    const { session, endpoint, secret } = await control.openSession(sessionRequest(adapter, payloads));
    await control.setReferences({ session, source: 0, index: 0, sizes: null, payload });
    await control.startPhase({ session, phase: "measure", firstSequence: 0, firstPayload: 0 });
    await sendPayloads(adapter, { endpoint, secret }, [payload, payload]);
    const { receivedAt, sentAt } = await control.stampClock({});
    expect(sentAt).toBeGreaterThanOrEqual(receivedAt);
    const report = await control.collect({ session });
    expect(report).toMatchObject({ phase: "measure", settings: { receiverProcess: processId } });
    expect(report.counts).toMatchObject({ received: 2, damaged: 0 });
    expect(await control.closeSession({ session })).toEqual({});
  });

  it("passes on error codes", async () => {
    const { control } = await fork(chaos());
    const error = await failureOf(control.collect({ session: "none" }));
    expect(error.code).toBe("SESSION_NOT_FOUND");
  });

  it("is lost when its process ends, and its calls fail with RECEIVER_LOST", async () => {
    const { control, lost, processId } = await fork(chaos());
    process.kill(processId as number, "SIGKILL");
    expect(await lost).toMatchObject({ code: "RECEIVER_LOST" });
    expect((await failureOf(control.stampClock({}))).code).toBe("RECEIVER_LOST");
  });

  it("rejects when its signal aborts", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(forkReceiver(chaos(), START_MS, signal)).rejects.toThrow("enough");
  });
});
