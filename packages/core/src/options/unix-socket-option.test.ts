import { afterEach, describe, expect, it } from "vitest";
import { defineAdapter } from "../adapter/define-adapter.js";
import { memory } from "../testing/memory-adapter.js";
import { checkOptions } from "./check-options.js";
import { refusal } from "./fixtures/refusal.js";
import { checkServeOptions } from "./serve-options.js";

const never = () => Promise.reject(new Error("not used"));
const sample = defineAdapter({
  name: "sample",
  supports: { push: true, ordered: true, tls: true, unixSocket: true },
  listen: never,
  dial: never,
});

const { platform } = process;
afterEach(() => void Object.defineProperty(process, "platform", { value: platform }));

describe("unixSocket", () => {
  it.each([
    [undefined, null],
    [false, null],
    [true, { path: null }],
    ["/run/app/bench.sock", { path: "/run/app/bench.sock" }],
  ])("%j is %j", (unixSocket, expected) => {
    expect(sample({ unixSocket }).unixSocket).toEqual(expected);
  });

  it.each<[unknown]>([
    [5],
    ["bench.sock"],
    ["/run/"],
    [`/${"x".repeat(103)}`],
    ["/a\0b"],
    ["/a\nb"],
    ["/a\u2028b"],
  ])("refuses %j", (unixSocket) => {
    expect(refusal(() => sample({ unixSocket } as never))).toContain("`sample.unixSocket`");
  });

  it("is refused with TLS, by a protocol that does not claim it, and on Windows", () => {
    expect(refusal(() => sample({ unixSocket: true, tls: "local" }))).toContain("`tls`");
    expect(refusal(() => memory({ unixSocket: true }))).toContain("`memory.unixSocket`");
    Object.defineProperty(process, "platform", { value: "win32" });
    expect(refusal(() => sample({ unixSocket: true }))).toContain("Windows");
    expect(sample({ unixSocket: false }).unixSocket).toBeNull();
  });

  it.each([
    [{ network: "lan" }, "`network`"],
    [{ wireBytes: true }, "`wireBytes`"],
    [{ receiver: { url: "http://127.0.0.1:1" } }, "receiver server"],
  ] as const)("is refused with %j, by the name of its adapter", (more, named) => {
    const adapters = [sample(), sample({ unixSocket: true })];
    const message = refusal(() => checkOptions({ adapters, payload: new Uint8Array(1), ...more }));
    expect(message).toContain("`adapters[1].unixSocket`");
    expect(message).toContain(named);
  });

  it("is refused by a receiver server", () => {
    expect(refusal(() => checkServeOptions({ adapters: [sample({ unixSocket: true })] }))).toContain(
      "`adapters[0].unixSocket`",
    );
  });

  it("is in the label", () => {
    expect(sample({ unixSocket: true }).label).toBe("sample, Unix socket");
    expect(sample({ unixSocket: "/run/a" }).label).toBe("sample, Unix socket /run/a");
  });
});
