import { describe, expect, it } from "vitest";
import { raw } from "../codec/raw.js";
import { memory } from "../testing/memory-adapter.js";
import { makeLocalCertificate } from "../tls/local-certificate.js";
import { refusal } from "./fixtures/refusal.js";
import { checkServeOptions, type ServeReceiversOptions } from "./serve-options.js";

const good: ServeReceiversOptions = { adapters: [memory()] };
const [{ protocol }] = good.adapters as [ReturnType<typeof memory>];

describe("checkServeOptions", () => {
  it("fills in defaults", () => {
    const { emitter, ...checked } = checkServeOptions(good);
    expect(checked).toEqual({
      adapters: good.adapters,
      codecs: [],
      ports: {},
      host: "127.0.0.1",
      port: 0,
      tls: null,
      token: undefined,
      silenceTimeoutMs: 20_000,
    });
    expect(emitter.listenerCount("session-opened")).toBe(0);
  });

  it("accepts all options", () => {
    const heard: unknown[] = [];
    const checked = checkServeOptions({
      ...good,
      codecs: [raw],
      ports: { [protocol.name]: 4_001 },
      control: { host: "0.0.0.0", port: 4_000, tls: {} },
      token: "secret",
      silenceTimeoutMs: 1_000,
      events: { "session-opened": ({ adapter }) => heard.push(adapter) },
    });
    expect(checked).toMatchObject({
      codecs: [raw],
      ports: { [protocol.name]: 4_001 },
      host: "0.0.0.0",
      port: 4_000,
      token: "secret",
      silenceTimeoutMs: 1_000,
      tls: { kind: "own" },
    });
    checked.emitter.emit("session-opened", { adapter: "x" });
    expect(heard).toEqual(["x"]);
  });

  it.each(["localhost", "127.0.0.1", "127.8.9.1", "::1"])("needs no token at %s", (host) => {
    expect(checkServeOptions({ ...good, control: { host } }).host).toBe(host);
  });

  it.each(["0.0.0.0", "::", "10.0.0.1", "host.example", "127.0.0.1.example", "localhost.example"])(
    "needs a token at %s",
    (host) => {
      expect(refusal(() => checkServeOptions({ ...good, control: { host } }))).toContain("`token`");
      expect(refusal(() => checkServeOptions({ ...good, control: { host, tls: {} } }))).toContain("`token`");
    },
  );

  it("needs no token beyond this machine if senders show a certificate", async () => {
    const { cert, key } = await makeLocalCertificate();
    const tls = { cert, key, ca: cert, clientCertificate: true };
    const checked = checkServeOptions({ ...good, control: { host: "0.0.0.0", tls } });
    expect(checked).toMatchObject({ token: undefined, tls: { clientCertificate: true } });
  });

  it.each<[object, string]>([
    [{ adapters: [] }, "adapters"],
    [{ silenceTimeoutMs: 999 }, "silenceTimeoutMs"],
    [{ silenceTimeoutMs: null }, "silenceTimeoutMs"],
    [{ adapters: memory() }, "adapters"],
    [{ adapters: [memory] }, "adapters[0]"],
    [{ adapters: [memory(), memory({ label: "again" })] }, "adapters[1]"],
    [{ codecs: [{ name: "x" }] }, "codecs"],
    [{ codecs: raw }, "codecs"],
    [{ ports: { other: 1 } }, "ports.other"],
    [{ ports: { [protocol.name]: 65_536 } }, `ports.${protocol.name}`],
    [{ ports: 4_000 }, "ports"],
    [{ control: { host: "" } }, "control.host"],
    [{ control: { port: -1 } }, "control.port"],
    [{ control: { tls: "local" } }, "control.tls"],
    [{ control: { prot: 1 } }, "prot"],
    [{ control: "127.0.0.1" }, "control"],
    [{ token: "" }, "token"],
    [{ events: { opened: () => {} } }, "opened"],
    [{ tokn: "x" }, "tokn"],
  ])("refuses %j", (wrong, name) => {
    const options = { ...good, ...wrong } as ServeReceiversOptions;
    expect(refusal(() => checkServeOptions(options))).toContain(`\`${name}\``);
  });
});
