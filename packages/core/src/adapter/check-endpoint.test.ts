import { describe, expect, it } from "vitest";
import { tlsKind } from "../options/tls-option.js";
import { checkEndpoint } from "./check-endpoint.js";
import { defineAdapter } from "./define-adapter.js";

const dial = () => Promise.reject(new Error("not used"));
const { protocol } = defineAdapter({ name: "sample", schemes: { plain: "x", encrypted: "xs" }, dial })();
const plain = { protocol, tls: null };
const encrypted = { protocol, tls: tlsKind.parse("tls", "local") };
const refused = expect.objectContaining({ code: "CONNECT_FAILED" });

describe("checkEndpoint", () => {
  it("accepts the scheme of the protocol for this kind of link", () => {
    checkEndpoint(plain, { url: "x://192.0.2.1:5/a?b" });
    checkEndpoint(encrypted, { url: "xs://[::1]:5" });
  });

  it.each([
    ["another scheme", plain, "y://192.0.2.1:5"],
    ["a longer scheme", plain, "x+unix://192.0.2.1:5/run/x.sock"],
    ["the scheme of encrypted links", plain, "xs://192.0.2.1:5"],
    ["a plain link instead of an encrypted one", encrypted, "x://192.0.2.1:5"],
    ["no port", plain, "x://192.0.2.1"],
    ["a file", plain, "x:/run/x.sock"],
    ["nothing", plain, ""],
  ])("refuses %s", (_, adapter, url) => {
    expect(() => checkEndpoint(adapter, { url })).toThrow(refused);
  });

  it("takes the protocol's name as its scheme if none is declared", () => {
    const named = { ...plain, protocol: defineAdapter({ name: "sample", dial })().protocol };
    checkEndpoint(named, { url: "sample://192.0.2.1:5" });
    expect(() => checkEndpoint(named, { url: "x://192.0.2.1:5" })).toThrow(refused);
  });
});
