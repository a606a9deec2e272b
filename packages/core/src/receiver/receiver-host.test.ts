import { describe, expect, it, vi } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import { defineAdapter } from "../adapter/define-adapter.js";
import { withListener } from "../adapter/fixtures/changed-adapter.js";
import type { SessionOpened } from "../control/control-types.js";
import { sendPayloads } from "../control/fixtures/send-payloads.js";
import { CONTRACT_VERSION, sessionRequest } from "../control/identity.js";
import { failureOf } from "../fixtures/failure-of.js";
import { memory } from "../testing/memory-adapter.js";
import { ReceiverHost, type ReceiverHostOptions } from "./receiver-host.js";

const payloads = [Uint8Array.from([1]), Uint8Array.from([2, 2])];

function setUp(options: Partial<ReceiverHostOptions> = {}, adapter: Adapter = memory()) {
  const host = new ReceiverHost({
    bind: "127.0.0.1",
    serve: async () => ({ adapter, port: 0, tls: null }),
    ...options,
  });
  return {
    host,
    adapter,
    request: sessionRequest(adapter, {
      maxPayloadBytes: 10_000,
      payloads: [{ kind: "bytes", from: null, payloads }],
    }),
  };
}

describe("ReceiverHost", () => {
  it("counts the payloads of a phase, and checks them against the references", async () => {
    const { host, adapter, request } = setUp();
    const { session, endpoint, secret, ...opened } = await host.openSession(request);
    expect(opened).toEqual({ libraries: {}, mutualTls: false, silenceTimeoutMs: null });
    expect((await host.collect({ session })).phase).toBeNull();
    for (const [index, payload] of payloads.entries()) {
      await host.setReferences({ session, source: 0, index, sizes: null, payload });
    }
    await host.startPhase({ session, phase: "measure", firstSequence: 0, firstPayload: 0 });
    await sendPayloads(adapter, { endpoint, secret }, [...payloads, ...payloads, Uint8Array.from([9])]);
    const { phase, counts, resources, errors } = await host.collect({ session });
    expect(phase).toBe("measure");
    expect(counts).toMatchObject({ received: 5, damaged: 1, damagedSequences: [4], unchecked: 0 });
    expect(errors).toEqual([]);
    // Resources cover the time until the first report.
    expect((await host.collect({ session })).resources).toEqual(resources);
    await host.closeSession({ session });
  });

  it("has one session at a time, and is free when it closes", async () => {
    const { host, request } = setUp();
    const { session, endpoint, secret } = await host.openSession(request);
    expect(await failureOf(host.openSession(request))).toMatchObject({ code: "RECEIVER_BUSY" });
    expect(await host.keepSession({ session })).toEqual({});
    await host.closeSession({ session });
    for (const call of [
      host.collect({ session }),
      host.keepSession({ session }),
      host.closeSession({ session }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ code: "SESSION_NOT_FOUND" });
    }
    expect(await failureOf(sendPayloads(memory(), { endpoint, secret }, payloads))).toMatchObject({
      code: "CONNECT_FAILED",
    });
    const again = await host.openSession(request);
    expect(again.session).not.toBe(session);
    await host.close();
  });

  it("is busy while a session opens, and free if that fails", async () => {
    const serve = vi.fn(async () => {
      throw new Error("not today");
    });
    const { host, request } = setUp({ serve });
    const opening = expect(host.openSession(request)).rejects.toThrow("not today");
    expect(await failureOf(host.openSession(request))).toMatchObject({ code: "RECEIVER_BUSY" });
    await opening;
    await expect(host.openSession(request)).rejects.toThrow("not today");
    expect(serve).toHaveBeenCalledTimes(2);
  });

  it("closes a session whose opening cannot be reported", async () => {
    let handler = () => {
      throw new Error("a handler threw");
    };
    const { host, adapter, request } = setUp({ onSessionOpened: () => handler() });
    await expect(host.openSession(request)).rejects.toThrow("a handler threw");
    handler = () => undefined as never;
    const { session, endpoint, secret } = await host.openSession(request);
    await sendPayloads(adapter, { endpoint, secret }, payloads);
    await host.closeSession({ session });
  });

  it("closes a session that opens while the host closes", async () => {
    let served = () => {};
    const ready = new Promise<void>((resolve) => {
      served = resolve;
    });
    const onSessionOpened = vi.fn();
    const { host, request } = setUp({
      onSessionOpened,
      serve: async () => {
        await ready;
        return { adapter: memory(), port: 7, tls: null };
      },
    });
    const opening = failureOf(host.openSession(request));
    await host.close();
    served();
    expect(await opening).toMatchObject({ code: "RECEIVER_LOST" });
    expect(onSessionOpened).not.toHaveBeenCalled();
    // Its port is free again.
    const { host: next } = setUp({ serve: async () => ({ adapter: memory(), port: 7, tls: null }) });
    const { session } = await next.openSession(request);
    await next.closeSession({ session });
  });

  it("returns the last report when a session closes", async () => {
    const onSessionClosed = vi.fn();
    const { host, adapter, request } = setUp({ onSessionClosed });
    const { session, endpoint, secret } = await host.openSession(request);
    await host.startPhase({ session, phase: "warm-up", firstSequence: 0, firstPayload: 0 });
    await sendPayloads(adapter, { endpoint, secret }, payloads);
    await host.close();
    const report = { phase: "warm-up", counts: { received: 2, unchecked: 2 } };
    expect(onSessionClosed.mock.calls).toMatchObject([
      [{ id: session, request, report, ended: "server-closed" }],
    ]);
  });

  it("names both versions when the contracts differ", async () => {
    const { host, request } = setUp();
    const error = await failureOf(host.openSession({ ...request, sender: { contract: 99, core: "9.9.9" } }));
    expect(error.code).toBe("CONTRACT_MISMATCH");
    expect(error.message).toMatch(new RegExp(`99 .*9\\.9\\.9.* ${CONTRACT_VERSION} `));
  });

  it("does not listen in a push, and does not dial in an upload", async () => {
    const { host, request } = setUp({}, memory({ direction: "push" }));
    const { session, endpoint } = await host.openSession(request);
    expect(endpoint).toBeNull();
    const nobody = { session, endpoint: { url: "memory:nobody" } };
    expect(await failureOf(host.dial(nobody))).toMatchObject({ code: "CONNECT_FAILED" });
    await host.close();
    const upload = setUp();
    const opened = await upload.host.openSession(upload.request);
    const dialling = upload.host.dial({ session: opened.session, endpoint: opened.endpoint ?? { url: "" } });
    expect(await failureOf(dialling)).toMatchObject({ code: "CONNECT_FAILED" });
    await upload.host.close();
  });

  it("refuses an upload of a dial-only protocol", async () => {
    const dialOnly = defineAdapter({ name: "dial-only", dial: () => Promise.reject(new Error("not used")) });
    const { host, request } = setUp({}, dialOnly());
    expect(await failureOf(host.openSession(request))).toMatchObject({ code: "LISTEN_FAILED" });
  });
});

describe("a receiver with several senders", () => {
  const group = { id: "one-run", senders: 3 };

  it("has a session for each, on one port, with counts of its own", async () => {
    const listened = vi.fn();
    const adapter = withListener(memory(), (listener) => {
      listened();
      return listener;
    });
    const { host, request } = setUp({}, adapter);
    const opened = await Promise.all(
      [1, 2, 3].map(() => host.openSession({ ...request, payloads: [{ kind: "copied" }], group })),
    );
    expect(listened).toHaveBeenCalledOnce();
    expect(new Set(opened.map(({ secret }) => secret)).size).toBe(3);
    const mark = { phase: "measure", firstSequence: 0, firstPayload: 0 } as const;
    for (const { session } of opened) await host.startPhase({ session, ...mark });
    for (const [index, { endpoint, secret }] of opened.entries()) {
      await sendPayloads(memory(), { endpoint, secret }, [...payloads, ...payloads].slice(0, index + 1));
    }
    const reports = await Promise.all(opened.map(({ session }) => host.collect({ session })));
    expect(reports.map(({ counts }) => counts.received)).toEqual([1, 2, 3]);
    // One that closes leaves the port to the others.
    await host.closeSession({ session: opened[0]?.session as string });
    await sendPayloads(memory(), opened[1] as SessionOpened, payloads);
    await host.close();
    const again = sendPayloads(memory(), opened[1] as SessionOpened, payloads);
    expect(await failureOf(again)).toMatchObject({ code: "CONNECT_FAILED" });
  });

  it("listens again for a sender that comes while the only session closes", async () => {
    let closed = () => {};
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const adapter = withListener(memory(), ({ close }) => ({
      async close() {
        await closing;
        await close();
      },
    }));
    const { host, request } = setUp({ serve: async () => ({ adapter, port: 9 }) }, adapter);
    const { session } = await host.openSession({ ...request, group });
    const leaving = host.closeSession({ session });
    const coming = host.openSession({ ...request, group });
    closed();
    const next = await coming;
    await leaving;
    await sendPayloads(memory(), next, payloads);
    // The run still occupies the receiver.
    expect(await failureOf(host.openSession(request))).toMatchObject({ code: "RECEIVER_BUSY" });
    await host.closeSession(next);
    await host.closeSession(await host.openSession(request));
  });

  it("refuses one sender too many, another run, and other settings", async () => {
    const { host, request } = setUp();
    const first = await host.openSession({ ...request, group });
    for (const [other, code] of [
      [null, "RECEIVER_BUSY"],
      [{ id: "another-run", senders: 3 }, "RECEIVER_BUSY"],
      [{ ...group, senders: 4 }, "INVALID_OPTION"],
    ] as const) {
      expect(await failureOf(host.openSession({ ...request, group: other }))).toMatchObject({ code });
    }
    const larger = { ...request, group, maxPayloadBytes: 20_000 };
    expect(await failureOf(host.openSession(larger))).toMatchObject({ code: "INVALID_OPTION" });
    const others = [
      await host.openSession({ ...request, group }),
      await host.openSession({ ...request, group }),
    ];
    expect(await failureOf(host.openSession({ ...request, group }))).toMatchObject({ code: "RECEIVER_BUSY" });
    for (const { session } of [first, ...others]) await host.closeSession({ session });
    const next = await host.openSession(request);
    expect(await failureOf(host.openSession({ ...request, group }))).toMatchObject({ code: "RECEIVER_BUSY" });
    await host.closeSession(next);
  });
});
