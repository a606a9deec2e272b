import { describe, expect, it } from "vitest";
import { httpFailure } from "./http-failure.js";

const failure = (message: string, code: string) => Object.assign(new Error(message), { code });
const openssl = (reason: string) =>
  failure(
    `write EPROTO 809C028D197F0000:error:0A00010B:SSL routines:f:${reason}:../deps/x.c:350:\n`,
    "EPROTO",
  );
const hangUp = failure("socket hang up", "ECONNRESET");

describe("httpFailure", () => {
  it.each([
    ["http", hangUp, "socket hang up", "https"],
    ["https", hangUp, "socket hang up", "`cert`"],
    ["https", openssl("wrong version number"), "wrong version number", "http"],
    ["https", openssl("tlsv1 alert protocol version"), "tlsv1 alert protocol version", "version"],
    ["https", openssl("tlsv13 alert certificate required"), "tlsv13 alert certificate required", "`cert`"],
  ])("adds a hint about the cause over %s: %o", (scheme, error, reason, hint) => {
    const [before, after] = httpFailure(error, { secure: scheme === "https", answered: false }).split(" (");
    expect(before).toBe(reason);
    expect(after).toContain(hint);
    expect(after).not.toContain("\n");
  });

  it.each([
    ["https", failure("self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT"), "self-signed certificate"],
    ["http", failure("connect ECONNREFUSED ::1:1", "ECONNREFUSED"), "connect ECONNREFUSED ::1:1"],
  ])("adds no hint to a clear message over %s: %o", (scheme, error, expected) => {
    expect(httpFailure(error, { secure: scheme === "https", answered: false })).toBe(expected);
  });

  it("gives no hint if the receiver has answered", () => {
    for (const secure of [true, false]) {
      expect(httpFailure(hangUp, { secure, answered: true })).toBe("socket hang up");
    }
  });
});
