import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import selfsigned from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCertificate, makeLocalCertificate } from "../tls/local-certificate.js";
import { refusal } from "./fixtures/refusal.js";
import { tlsKind } from "./tls-option.js";

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

/** The base64 content of a PEM block, on one line. */
const body = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, "");
const parse = (value: unknown) => tlsKind.parse("ws.tls", value);

describe("tlsKind", () => {
  it("accepts `local`, PEM, and paths of PEM files, and returns plain data", () => {
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
    // Text between certificates is allowed.
    const chain = `first\n${one.cert}\r\nsecond\n${other.cert}`;
    expect(parse({ ca: chain })).toMatchObject({ ca: chain });
    // `cat` of two files without a line break at their ends. Node would ignore the second one.
    const [first, second] = [one.cert.trimEnd(), other.cert.trimEnd()];
    expect(parse({ ca: first + second })).toMatchObject({ ca: `${first}\n${second}` });
    const locked = createPrivateKey(one.key).export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "open sesame",
    }) as string;
    expect(parse({ cert: one.cert, key: locked, passphrase: "open sesame" })).toMatchObject({ key: locked });
    expect(parse({ minVersion: "TLSv1.3", servername: "host" })).toEqual({
      kind: "own",
      clientCertificate: false,
      servername: "host",
      minVersion: "TLSv1.3",
    });
  });

  it.each<[string, () => unknown, string]>([
    ["an unknown name", () => "remote", "ws.tls"],
    ["true", () => true, "ws.tls"],
    ["only a key", () => one.key, "ws.tls"],
    ["a list", () => [], "ws.tls"],
    ["null", () => null, "ws.tls"],
    ["an unknown field", () => ({ rejectUnauthorized: false }), "rejectUnauthorized"],
    ["a missing file", () => ({ ca: at("no.pem") }), "ws.tls.ca"],
    ["a file without PEM", () => ({ ca: at("note.txt") }), "ws.tls.ca"],
    ["a number", () => ({ cert: 7 }), "ws.tls.cert"],
    ["bytes", () => ({ cert: Buffer.from(one.cert) }), "ws.tls.cert"],
    ["a key as certificate", () => ({ ca: one.key }), "ws.tls.ca"],
    ["a certificate as key", () => ({ cert: one.cert, key: one.cert }), "ws.tls.key"],
    ["a certificate without its key", () => ({ cert: one.cert }), "ws.tls.key"],
    ["a key without its certificate", () => ({ key: one.key }), "ws.tls.cert"],
    ["a key of another certificate", () => ({ cert: one.cert, key: other.key }), "ws.tls.key"],
    ["an encrypted key", () => ({ cert: one.cert, key: encrypted }), "ws.tls.key"],
    ["a wrong passphrase", () => ({ cert: one.cert, key: encrypted, passphrase: "guess" }), "ws.tls.key"],
    ["null as passphrase", () => ({ passphrase: null }), "ws.tls.passphrase"],
    ["a passphrase without a key", () => ({ passphrase: "guess" }), "ws.tls.key"],
    ["mutual TLS without authorities", () => ({ clientCertificate: true }), "ws.tls.ca"],
    ["an old version", () => ({ minVersion: "TLSv1.1" }), "ws.tls.minVersion"],
    ["an empty name", () => ({ servername: "" }), "ws.tls.servername"],
    ["an address as name", () => ({ servername: "127.0.0.1" }), "ws.tls.servername"],
    ["an invalid host name", () => ({ servername: "a b" }), "ws.tls.servername"],
    ["a truncated chain", () => ({ ca: `${one.cert}\n${other.cert.slice(0, 200)}` }), "ws.tls.ca"],
    ["a key that is too short", () => short, "ws.tls"],
    ["a key without PEM markers", () => ({ cert: one.cert, key: body(one.key) }), "ws.tls.key"],
    ["part of a key", () => ({ cert: one.cert, key: one.key.split("\n").slice(1).join("\n") }), "ws.tls.key"],
    ["a key as version", () => ({ minVersion: one.key }), "ws.tls.minVersion"],
    ["a key as name", () => ({ servername: one.key }), "ws.tls.servername"],
    ["a key as flag", () => ({ clientCertificate: one.key, ca: one.cert }), "ws.tls.clientCertificate"],
    ["a key as passphrase without a key", () => ({ passphrase: one.key }), "ws.tls.key"],
  ])("refuses %s, names the option, and shows no secret", (_, value, name) => {
    const message = refusal(() => parse(value()));
    expect(message).toContain(`\`${name}\``);
    expect(message).not.toContain(body(one.key).slice(0, 32));
    expect(message).not.toContain("guess");
  });

  it("names a file that cannot be read", () => {
    expect(refusal(() => parse({ ca: at("no.pem") }))).toContain(at("no.pem"));
  });
});
