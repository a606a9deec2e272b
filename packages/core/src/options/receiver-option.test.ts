import { describe, expect, it } from "vitest";
import { refusal } from "./fixtures/refusal.js";
import { checkToken, receiverKind } from "./receiver-option.js";

const parse = (value: unknown) => receiverKind.parse("receiver", value);

describe("receiverKind", () => {
  it("accepts a name, or the address of a server", () => {
    expect([parse("process"), parse("inline"), receiverKind.default]).toEqual([
      "process",
      "inline",
      "process",
    ]);
    expect(parse({ url: "http://host:4000" })).toEqual({
      url: "http://host:4000",
      token: undefined,
      tls: null,
    });
    expect(parse({ url: "https://host:4000", token: "x", tls: {} })).toEqual({
      url: "https://host:4000",
      token: "x",
      tls: { kind: "own", clientCertificate: false, minVersion: "TLSv1.2" },
    });
  });

  it("converts the scheme to lower case", () => {
    expect(parse({ url: "HTTPS://host:4000" })).toMatchObject({ url: "https://host:4000" });
  });

  it.each<[unknown, string]>([
    ["remote", "receiver"],
    [null, "receiver"],
    [[], "receiver"],
    [{}, "receiver.url"],
    [{ url: "localhost" }, "receiver.url"],
    [{ url: "ftp://host" }, "receiver.url"],
    [{ url: "http://me:secret@host" }, "receiver.url"],
    [{ url: "http://host/?x" }, "receiver.url"],
    [{ url: "http://host/#x" }, "receiver.url"],
    [{ url: 4_000 }, "receiver.url"],
    [{ url: "http://host", tls: {} }, "receiver.url"],
    [{ url: "https://host", tls: "local" }, "receiver.tls"],
    [{ url: "http://host", token: "" }, "receiver.token"],
    [{ url: "http://host", token: 7 }, "receiver.token"],
    [{ url: "http://host", tokn: "x" }, "tokn"],
  ])("refuses %j", (value, name) => {
    expect(refusal(() => parse(value))).toContain(`\`${name}\``);
  });

  it("accepts any token that a header can carry, and never shows it", () => {
    expect(checkToken("token", "aZ09!~-_.")).toBe("aZ09!~-_.");
    for (const secret of ["open sesame", "sésame", "sesame\n"]) {
      expect(refusal(() => checkToken("token", secret))).not.toContain("same");
    }
  });

  it("does not show the password in a URL", () => {
    const message = refusal(() => receiverKind.parse("receiver", { url: "http://me:s3cret@host" }));
    expect(message).toContain("`receiver.url`");
    expect(message).not.toContain("s3cret");
  });
});
