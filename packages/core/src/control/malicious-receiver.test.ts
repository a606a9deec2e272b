// A sender against a receiver server that means it harm.
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "../fixtures/failure-of.js";
import { answerCall } from "./calls.js";
import { connectReceiver } from "./connect-receiver.js";
import type { ControlCallName } from "./control-calls.js";
import { samples, session } from "./fixtures/call-samples.js";
import {
  type Answers,
  endless,
  type MaliciousReceiver,
  maliciousReceiver,
} from "./fixtures/malicious-receiver.js";
import type { ReceiverConnection } from "./receiver-connection.js";

let receiver: MaliciousReceiver;
let connection: ReceiverConnection;

async function connectTo(answers: Answers): Promise<ReceiverConnection["control"]> {
  receiver = await maliciousReceiver(answers);
  connection = connectReceiver({ url: receiver.url, token: undefined, tls: null });
  return connection.control;
}

afterEach(async () => {
  await connection.disconnect();
  await receiver.close();
});

const refused = { code: "RECEIVER_UNREACHABLE" };
const report = samples.collect.answer;
const { counts } = report;
// JSON.stringify would overflow the stack.
const deep = `${'{"x":'.repeat(5_000)}1${"}".repeat(5_000)}`;
const tooDeep = JSON.stringify({ ...report, settings: "here" }).replace('"here"', deep);
const withProto: object = JSON.parse('{"__proto__": {"polluted": 1}}');

describe("a sender", () => {
  it.each([200, 500])("reads at most 1 MiB of an answer with status %d", async (status) => {
    const control = await connectTo({ identify: (response) => endless(response.writeHead(status)) });
    expect(await failureOf(control.identify({}))).toMatchObject(refused);
    await expect.poll(() => receiver.connections()).toBe(0);
  });

  it("counts the receiver as lost if its lease never ends its flood", async () => {
    const control = await connectTo({ lease: endless });
    await control.openSession(samples.openSession.argument);
    expect(await connection.lost).toMatchObject({ code: "RECEIVER_LOST" });
  });

  it.each<[string, ControlCallName, object | string]>([
    ["stamps of no clock", "stampClock", { receivedAt: 1e300, sentAt: 1e300 }],
    ["negative stamps", "stampClock", { receivedAt: -2, sentAt: -1 }],
    ["stamps in the wrong order", "stampClock", { receivedAt: 2, sentAt: 1 }],
    ["a dial that took less than nothing", "dial", { connectMs: -1 }],
    ["a dial that took for ever", "dial", { connectMs: 1e300 }],
    ["negative counts", "collect", { ...report, counts: { ...counts, received: -1 } }],
    ["counts that are not exact", "collect", { ...report, counts: { ...counts, damaged: 1e300 } }],
    [
      "endless lists",
      "collect",
      { ...report, counts: { ...counts, damagedSequences: Array(10_001).fill(0) } },
    ],
    [
      "a share of more than all",
      "collect",
      { ...report, resources: { ...report.resources, loopBusyShare: 2 } },
    ],
    ["settings that are too deep", "collect", tooDeep],
    ["settings for the prototype", "collect", { ...report, settings: withProto }],
    ["many notes", "collect", { ...report, notes: Array(1_001).fill("") }],
    ["libraries for the prototype", "openSession", { ...samples.openSession.answer, libraries: withProto }],
    [
      "a session that ends in a millisecond",
      "openSession",
      { ...samples.openSession.answer, silenceTimeoutMs: 1 },
    ],
    ["a short secret", "openSession", { ...samples.openSession.answer, secret: "x" }],
    ["a path as session", "openSession", { ...samples.openSession.answer, session: "../../x" }],
    [
      "a URL with a line break",
      "openSession",
      { ...samples.openSession.answer, endpoint: { url: "a://b:1/\r\n" } },
    ],
  ])("refuses %s", async (_, name, answer) => {
    const control = await connectTo({ [name]: () => answer });
    expect(await failureOf(answerCall(control, name, samples[name].argument))).toMatchObject(refused);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each(["unix:/run/x.sock", "ws+unix:/run/x.sock:/", "file:///etc/passwd", "tcp://host", "x"])(
    "does not dial %s",
    async (url) => {
      const control = await connectTo({
        openSession: () => ({ ...samples.openSession.answer, endpoint: { url } }),
      });
      const opening = failureOf(control.openSession(samples.openSession.argument));
      expect(await opening).toMatchObject({ code: "CONNECT_FAILED" });
    },
  );

  it.each(["__proto__", "constructor", "toString", "\u001b[2J"])("knows no error code %j", async (code) => {
    const control = await connectTo({
      stampClock: (response) =>
        void response.writeHead(500).end(JSON.stringify({ error: { code, message: "" } })),
    });
    expect(await failureOf(control.stampClock({}))).toMatchObject(refused);
  });

  it("shows no commands to a terminal", async () => {
    const evil = "\u001b]0;mine\u0007\u001b[31mred\u009b2J\r\nnext\u202e";
    const error = { code: "RECEIVER_BUSY", message: evil.repeat(1_000) };
    const control = await connectTo({
      identify: () => ({ ...samples.identify.answer, node: evil, flags: [evil] }),
      collect: () => ({ ...report, settings: { [evil]: [evil] }, notes: [evil], linkError: evil }),
      closeSession: (response) => void response.writeHead(409).end(JSON.stringify({ error })),
    });
    const { code, message } = await failureOf(control.closeSession({ session }));
    expect(code).toBe("RECEIVER_BUSY");
    expect(message.length).toBeLessThan(5_000);
    const shown = [await control.identify({}), await control.collect({ session }), { message }];
    // JSON.stringify would escape them.
    for (const text of shown.flatMap(textsIn)) expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

/** All texts in a value, and its keys. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...textsIn(one)]);
}
