import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UsageError } from "../failure.js";
import { linkTls, type RemoteValues, receiverOf } from "./receiver-of.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-receiver-"));
writeFileSync(join(folder, "token"), "secret\n");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("receiverOf", () => {
  it("is a process of this machine without --to", () => {
    expect(receiverOf({}, folder)).toBeUndefined();
  });

  it("has the token, and the authority by its full path", () => {
    const to = "http://192.0.2.1:4000";
    expect(receiverOf({ to }, folder)).toEqual({ url: to });
    expect(receiverOf({ to, tokenFile: "token" }, folder)).toEqual({ url: to, token: "secret" });
    const secure = { to: "https://host:4000", ca: "ca.pem" };
    expect(receiverOf(secure, folder)).toEqual({ url: secure.to, tls: { ca: join(folder, "ca.pem") } });
  });

  it.each<[RemoteValues, RegExp]>([
    [{ tokenFile: "token" }, /^--token-file: /],
    [{ ca: "ca.pem" }, /^--ca: /],
    [{ to: "http://host:4000", ca: "ca.pem" }, /^--ca: .*https/],
    [{ to: "host:4000" }, /^--to: .*did you mean http:\/\/host:4000\?$/],
    [{ to: "192.0.2.1" }, /^--to: .*did you mean http:\/\/192.0.2.1\?$/],
    [{ to: "ws://host:4000" }, /^--to: .*ws:/],
    [{ to: "http://" }, /^--to: /],
    [{ to: "http://host:port" }, /^--to: /],
    [{ to: "http://me:hidden@host:4000" }, /^--to: (?!.*hidden)/],
    [{ to: "http://host:4000?token=hidden" }, /^--to: (?!.*hidden)/],
    [{ to: "http://host:4000", tokenFile: "missing" }, /^--token-file: .*missing/],
  ])("refuses %j", (values, message) => {
    expect(() => receiverOf(values, folder)).toThrow(UsageError);
    expect(() => receiverOf(values, folder)).toThrow(message);
  });
});

describe("linkTls", () => {
  it.each<[RemoteValues, unknown]>([
    [{}, undefined],
    [{ to: "https://host:4000", ca: "ca.pem" }, undefined],
    [{ tls: true }, "local"],
    [{ tls: true, to: "http://host:4000" }, "local"],
    [{ tls: true, to: "https://host:4000" }, {}],
    [{ tls: true, to: "https://host:4000", ca: "ca.pem" }, { ca: join(folder, "ca.pem") }],
  ])("of %j is %j", (values, tls) => {
    expect(linkTls(values, folder)).toEqual(tls);
  });
});
