import { beforeAll, describe, expect, it } from "vitest";
import { failureOf } from "../fixtures/failure-of.js";
import { parseTlsFiles, type TlsFiles } from "../options/tls-option.js";
import { dialTls, listenTls } from "./end-tls.js";
import { type LocalCertificate, makeLocalCertificate } from "./local-certificate.js";
import type { TlsSettings } from "./tls-settings.js";

const local: TlsSettings = { kind: "local", minVersion: "TLSv1.2" };
const own = (files: TlsFiles) => parseTlsFiles("ws.tls", files);
let certificate: LocalCertificate;
beforeAll(async () => {
  certificate = await makeLocalCertificate();
});

describe("listenTls and dialTls", () => {
  it("use one certificate per process, and trust only that one", async () => {
    const first = await listenTls(local, "ws.tls");
    expect(await listenTls(local, "grpc.tls")).toEqual(first);
    expect(dialTls(local, { url: "x", certificate: first.certificate as string })).toEqual({
      ca: first.certificate,
      servername: "localhost",
      minVersion: "TLSv1.2",
      rejectUnauthorized: true,
    });
  });

  it("refuse to dial an end that created a certificate but sent none", () => {
    expect(() => dialTls(local, { url: "ws://x" })).toThrow(
      expect.objectContaining({ code: "CONNECT_FAILED" }),
    );
  });

  it("need a certificate of the user at the listening end", async () => {
    const error = await failureOf(listenTls(own({ ca: certificate.cert }), "ws.tls"));
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toContain("`ws.tls.cert`");
  });

  it("never turn verification off", async () => {
    const files = { cert: certificate.cert, key: certificate.key, ca: certificate.cert };
    const settings = own({ ...files, clientCertificate: true, servername: "host" });
    const listening = await listenTls(settings, "ws.tls");
    expect(listening).toEqual({
      tls: { ...files, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.2" },
    });
    expect(dialTls(settings, { url: "x" })).toEqual({
      ...files,
      servername: "host",
      minVersion: "TLSv1.2",
      rejectUnauthorized: true,
    });
  });
});
