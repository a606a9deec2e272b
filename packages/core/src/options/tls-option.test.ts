import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import selfsigned from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dialTls } from "../tls/dial-tls.js";
import { listenTls } from "../tls/listen-tls.js";
import { type LocalCertificate, makeLocalCertificate } from "../tls/local-certificate.js";
import { servedTls } from "../tls/served-tls.js";
import { type OwnTls, type TlsFiles, type TlsSettings, tlsKind } from "./tls-option.js";

const folder = mkdtempSync(join(tmpdir(), "tls-"));
const at = (name: string) => join(folder, name);
let one: LocalCertificate;
let other: LocalCertificate;
let short: { cert: string; key: string };
const encrypted = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" },
}).privateKey;

beforeAll(async () => {
  [one, other] = [await makeLocalCertificate(), await makeLocalCertificate()];
  const { cert, private: key } = await selfsigned.generate(undefined, { keyType: "rsa", keySize: 512 });
  short = { cert, key };
  writeFileSync(at("cert.pem"), one.cert);
  writeFileSync(at("key.pem"), one.key);
  writeFileSync(at("note.txt"), "nothing\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What stands between the lines of PEM, on one line. */
const body = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, "");
const parse = (value: unknown) => tlsKind.parse("ws.tls", value);

describe("tlsKind", () => {
  it("takes a word, PEM, and paths of PEM files, and is plain data", () => {
    expect(parse("local")).toEqual({ kind: "local", minVersion: "TLSv1.2" });
    const fromText = parse({ cert: one.cert, key: one.key, ca: one.cert, clientCertificate: true });
    const fromFiles = parse({
      cert: at("cert.pem"),
      key: at("key.pem"),
      ca: at("cert.pem"),
      clientCertificate: true,
    });
    expect(fromFiles).toEqual(fromText);
    expect(JSON.parse(JSON.stringify(fromFiles))).toEqual(fromFiles);
    // The lines between certificates are free.
    const chain = `first\n${one.cert}\r\nsecond\n${other.cert}`;
    expect(parse({ ca: chain })).toMatchObject({ ca: chain });
    const locked = createPrivateKey(one.key).export({
      ...{ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" },
    }) as string;
    expect(parse({ cert: one.cert, key: locked, passphrase: "open sesame" })).toMatchObject({ key: locked });
    expect(parse({ minVersion: "TLSv1.3", servername: "host" })).toEqual({
      ...{ kind: "own", clientCertificate: false, servername: "host", minVersion: "TLSv1.3" },
    });
  });

  it.each<[string, () => unknown, string]>([
    ["a word", () => "remote", 'Expected `ws.tls` to be "local", or { cert, key, ca, … }, got a text'],
    ["true", () => true, 'Expected `ws.tls` to be "local", or { cert, key, ca, … }, got a boolean'],
    ["a key alone", () => one.key, "got a text"],
    ["a list", () => [], "got a list"],
    ["null", () => null, "got null"],
    [
      "an unknown member",
      () => ({ rejectUnauthorized: false }),
      "ws.tls: unknown option `rejectUnauthorized`",
    ],
    ["a missing file", () => ({ ca: at("no.pem") }), `got ${at("no.pem")}, which cannot be read (ENOENT)`],
    [
      "a file without PEM",
      () => ({ ca: at("note.txt") }),
      "`ws.tls.ca` to be a certificate in PEM, or the path",
    ],
    [
      "a number",
      () => ({ cert: 7 }),
      "`ws.tls.cert` to be a certificate in PEM, or the path of a file with it, got a number",
    ],
    [
      "a key as certificate",
      () => ({ ca: one.key }),
      "`ws.tls.ca` to be a certificate in PEM, got PEM of something else",
    ],
    [
      "a certificate as key",
      () => ({ cert: one.cert, key: one.cert }),
      "`ws.tls.key` to be a private key in PEM, got PEM of something else",
    ],
    [
      "a certificate without its key",
      () => ({ cert: one.cert }),
      "`ws.tls.key` to be given, as `ws.tls.cert` is",
    ],
    [
      "a key without its certificate",
      () => ({ key: one.key }),
      "`ws.tls.cert` to be given, as `ws.tls.key` is",
    ],
    [
      "another's key",
      () => ({ cert: one.cert, key: other.key }),
      "`ws.tls.key` to be the key of `ws.tls.cert`, got another key",
    ],
    ["a locked key", () => ({ cert: one.cert, key: encrypted }), "got one that wants a passphrase"],
    [
      "a wrong passphrase",
      () => ({ cert: one.cert, key: encrypted, passphrase: "guess" }),
      "got one that another passphrase opens",
    ],
    ["mutual TLS without authorities", () => ({ clientCertificate: true }), "`ws.tls.ca` to be given"],
    [
      "an old version",
      () => ({ minVersion: "TLSv1.1" }),
      '`ws.tls.minVersion` to be "TLSv1.2" or "TLSv1.3", got \'TLSv1.1\'',
    ],
    ["no name", () => ({ servername: "" }), "`ws.tls.servername` to be a host name, which an address is not"],
    ["an address as name", () => ({ servername: "127.0.0.1" }), "which an address is not, got '127.0.0.1'"],
    ["no host name", () => ({ servername: "a b" }), "`ws.tls.servername` to be a host name"],
    ["bytes", () => ({ cert: Buffer.from(one.cert) }), "the path of a file with it, got a Buffer"],
    [
      "a passphrase that is null",
      () => ({ passphrase: null }),
      "`ws.tls.passphrase` to be a string, got null",
    ],
    ["a passphrase of no key", () => ({ passphrase: "guess" }), "`ws.tls.key` to be given"],
    [
      "a chain that breaks off",
      () => ({ ca: `${one.cert}\n${other.cert.slice(0, 200)}` }),
      "`ws.tls.ca` to be certificates in PEM, got number 2 of 2 that cannot be read",
    ],
    [
      "a key that is too short",
      () => short,
      '`ws.tls` to be certificates and a key that TLS takes, got "ee key too small" from OpenSSL',
    ],
    [
      "a key without the lines of PEM",
      () => ({ cert: one.cert, key: body(one.key) }),
      "got a text without PEM",
    ],
    ["a key as version", () => ({ minVersion: one.key }), "`ws.tls.minVersion` to be"],
    ["a key as name", () => ({ servername: one.key }), "`ws.tls.servername` to be"],
    [
      "a key as flag",
      () => ({ clientCertificate: one.key, ca: one.cert }),
      "`ws.tls.clientCertificate` to be",
    ],
    [
      "part of a key",
      () => ({ cert: one.cert, key: one.key.split("\n").slice(1).join("\n") }),
      "got a text without PEM",
    ],
  ])("refuses %s, and shows no secret", (_, value, message) => {
    let error: Error | undefined;
    try {
      parse(value());
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
    expect(error?.message).toContain(message);
    expect(error?.message).not.toContain(body(one.key).slice(0, 32));
    expect(error?.message).not.toContain("guess");
  });
});

describe("listenTls and dialTls", () => {
  const local: TlsSettings = { kind: "local", minVersion: "TLSv1.2" };

  it("shows a certificate of its own making, the same for the process, and trusts that alone", async () => {
    const first = await listenTls(local, "ws.tls");
    expect(await listenTls(local, "grpc.tls")).toEqual(first);
    expect(dialTls(local, { url: "x", certificate: first.certificate as string })).toEqual({
      ...{ ca: first.certificate, servername: "localhost", minVersion: "TLSv1.2", rejectUnauthorized: true },
    });
    expect(() => dialTls(local, { url: "ws://x" })).toThrow(
      "the end that listens at ws://x has told of no certificate",
    );
  });

  it("wants a certificate of the user's own at the end that listens", async () => {
    await expect(listenTls(parse({ ca: one.cert }) as OwnTls, "ws.tls")).rejects.toThrow(
      "Expected `ws.tls.cert` and `ws.tls.key` to be given",
    );
  });

  it("never turns verification off", async () => {
    const files: TlsFiles = { cert: one.cert, key: one.key, ca: one.cert, clientCertificate: true };
    const settings = parse(files) as OwnTls;
    expect((await listenTls(settings, "ws.tls")).tls).toMatchObject({
      requestCert: true,
      rejectUnauthorized: true,
    });
    expect(dialTls(settings, { url: "x" })).toMatchObject({ ca: one.cert, rejectUnauthorized: true });
  });
});

describe("servedTls", () => {
  const own: OwnTls = { kind: "own", clientCertificate: false, minVersion: "TLSv1.2" };
  const local: TlsSettings = { kind: "local", minVersion: "TLSv1.2" };

  it.each([
    ["off", undefined, undefined],
    ["local", undefined, local],
    ["local", local, local],
    ["own", own, own],
  ] as const)("gives %s with %o", (wanted, registered, served) => {
    expect(servedTls("ws", wanted, registered)).toEqual(served);
  });

  it.each([
    ["off", own, "not no encryption"],
    ["local", own, "not a certificate made for the run"],
    ["off", local, "the receiver serves it encrypted"],
    ["own", undefined, "the receiver has no certificates for it"],
    ["own", local, "the receiver has no certificates for it"],
  ] as const)("refuses %s with %o", (wanted, registered, message) => {
    expect(() => servedTls("ws", wanted, registered)).toThrow(message);
  });
});
