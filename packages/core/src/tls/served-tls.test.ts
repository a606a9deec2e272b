import { describe, expect, it } from "vitest";
import { servedTls } from "./served-tls.js";
import type { OwnTls, TlsSettings } from "./tls-settings.js";

const own: OwnTls = { kind: "own", clientCertificate: false, minVersion: "TLSv1.2" };
const local: TlsSettings = { kind: "local", minVersion: "TLSv1.2" };

const ends = { here: "the receiver", there: "the sender" };

describe("servedTls", () => {
  it.each([
    ["none", null, null],
    ["local", null, local],
    ["local", local, local],
    ["own", own, own],
  ] as const)("gives %s with %o", (wanted, registered, served) => {
    expect(servedTls("ws", wanted, registered, ends)).toEqual(served);
  });

  it.each([
    ["none", own],
    ["local", own],
    ["none", local],
    ["own", null],
    ["own", local],
  ] as const)("refuses %s with %o", (wanted, registered) => {
    expect(() => servedTls("ws", wanted, registered, ends)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});
