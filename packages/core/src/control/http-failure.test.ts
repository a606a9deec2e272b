import { describe, expect, it } from "vitest";
import { controlFailure } from "./http-failure.js";

const failure = (message: string, code: string) => Object.assign(new Error(message), { code });
const openssl = (reason: string) =>
  failure(
    `write EPROTO 809C028D197F0000:error:0A00010B:SSL routines:f:${reason}:../deps/x.c:350:\n`,
    "EPROTO",
  );
const hangUp = failure("socket hang up", "ECONNRESET");

describe("controlFailure", () => {
  it.each([
    ["http", hangUp, "socket hang up (is it https?)"],
    ["https", hangUp, /^socket hang up \(does it want a certificate that it trusts/],
    ["https", openssl("wrong version number"), "wrong version number (is it http, without TLS?)"],
    [
      "https",
      openssl("tlsv1 alert protocol version"),
      "tlsv1 alert protocol version (do both ends allow one version of TLS?)",
    ],
    [
      "https",
      openssl("tlsv13 alert certificate required"),
      /^tlsv13 alert certificate required \(does it want a certificate/,
    ],
    ["https", failure("self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT"), "self-signed certificate"],
    ["http", failure("connect ECONNREFUSED ::1:1", "ECONNREFUSED"), "connect ECONNREFUSED ::1:1"],
  ])("over %s, of %o", (scheme, error, told) => {
    const secure = scheme === "https";
    const text = controlFailure(error, { secure, answered: false });
    if (typeof told === "string") expect(text).toBe(told);
    else expect(text).toMatch(told);
    expect(text).not.toContain("\n");
  });

  it("guesses no more once the receiver has answered", () => {
    for (const secure of [true, false]) {
      expect(controlFailure(hangUp, { secure, answered: true })).toBe("socket hang up");
    }
  });
});
