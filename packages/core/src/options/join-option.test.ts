import { describe, expect, it } from "vitest";
import guarded from "../fixtures/guarded-adapter.js";
import { makeLocalCertificate } from "../tls/local-certificate.js";
import { checkOptions } from "./check-options.js";
import { refusal } from "./fixtures/refusal.js";
import { checkJoinOptions } from "./join-benchmark-options.js";

const { cert, key } = await makeLocalCertificate();
const receiver = { url: "http://192.0.2.1:4000", token: "any" };
const base = { adapters: [guarded()], payload: { sizeBytes: 10 }, count: 100, receiver };

describe("senders", () => {
  it("can join, with defaults", () => {
    const { senders, join, settings } = checkOptions({ ...base, senders: { count: 3, join: {} } });
    expect(senders).toBe(3);
    expect(join).toEqual({ host: "127.0.0.1", port: 0, token: undefined, tls: null, timeoutMs: 60_000 });
    expect(settings.connections).toBe(3);
    expect(checkOptions({ ...base, senders: 2 }).join).toBeNull();
  });

  it.each([
    ["senders.count", { senders: { count: 0, join: {} } }],
    ["senders.count", { senders: { count: 1_001, join: {} } }],
    ["senders.join", { senders: { count: 2 } }],
    ["senders.join.port", { senders: { count: 2, join: { port: 65_536 } } }],
    ["senders.join.timeoutMs", { senders: { count: 2, join: { timeoutMs: 0 } } }],
    ["senders.join.token", { senders: { count: 2, join: { host: "0.0.0.0" } } }],
    ["senders.join.token", { senders: { count: 2, join: { token: "two words" } } }],
    ["senders", { senders: "2" }],
    ["receiver", { receiver: "process" }],
    ["receiver", { receiver: undefined }],
    ["receiver.tls.key", { receiver: { url: "https://192.0.2.1", tls: { cert, key } } }],
    ["receivers", { receivers: 2 }],
    ["slices", { slices: 2, rounds: 2 }],
    ["connections", { connections: 1 }],
    ["count", { count: 1 }],
    ["payload", { payload: Array.from({ length: 2 }, () => new Uint8Array(2 ** 25 + 1)) }],
  ] as const)("are refused with a reason that names %s (%#)", (name, more) => {
    const options = { ...base, senders: { count: 2, join: {} }, ...more } as Parameters<
      typeof checkOptions
    >[0];
    const message = refusal(() => checkOptions(options));
    expect(message).toContain(`\`${name}\``);
    expect(message).not.toMatch(/two words|BEGIN/);
  });
});

describe("joinBenchmark", () => {
  const joining = { url: "http://192.0.2.1:5000", adapters: [guarded()] };

  it("has defaults, and a label that differs from process to process", () => {
    const { run, label, timeoutMs } = checkJoinOptions(joining);
    expect(run).toEqual({ url: joining.url, token: undefined, tls: null });
    expect(label).toMatch(new RegExp(`-${process.pid}$`));
    expect(timeoutMs).toBe(60_000);
  });

  it.each([
    ["url", { url: "ftp://host" }],
    ["url", { tls: { ca: cert } }],
    ["token", { token: "two words" }],
    ["adapters", { adapters: [] }],
    ["adapters[1]", { adapters: [guarded(), guarded()] }],
    ["label", { label: "two\nlines" }],
    ["label", { label: "" }],
    ["timeoutMs", { timeoutMs: -1 }],
  ] as const)("refuses a bad %s (%#)", (name, more) => {
    expect(refusal(() => checkJoinOptions({ ...joining, ...more }))).toContain(`\`${name}\``);
  });
});
