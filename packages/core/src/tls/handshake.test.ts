import { once } from "node:events";
import type { AddressInfo } from "node:net";
import {
  type ConnectionOptions,
  connect,
  createServer,
  type Server,
  type TLSSocket,
  type TlsOptions,
} from "node:tls";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseTlsFiles, type TlsFiles } from "../options/tls-option.js";
import { dialTls, listenTls } from "./end-tls.js";
import { describeTls } from "./link-tls.js";
import { type LocalCertificate, makeLocalCertificate } from "./local-certificate.js";
import type { TlsSettings } from "./tls-settings.js";

const local: TlsSettings = { kind: "local", minVersion: "TLSv1.2" };
/** Versions that OpenSSL only uses on request. */
const OLD = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
let host: LocalCertificate;
let guest: LocalCertificate;
let server: Server | undefined;

beforeAll(async () => {
  [host, guest] = [await makeLocalCertificate(), await makeLocalCertificate()];
});
afterEach(() => {
  server?.close();
  server = undefined;
});

const own = (files: TlsFiles) => parseTlsFiles("ws.tls", files);

async function listen(options: TlsOptions): Promise<number> {
  server = createServer(options, (socket) => socket.on("error", () => {}).end("hello"));
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** The result of the handshake, once the server has sent its greeting. Until then it may refuse a certificate. */
async function greet(port: number, options: ConnectionOptions): Promise<ReturnType<typeof describeTls>> {
  const socket: TLSSocket = connect({ ...options, host: "127.0.0.1", port });
  try {
    // A server that refuses may just close the connection.
    const hungUp = once(socket, "close").then(() => Promise.reject(new Error("hung up")));
    const [greeting] = await Promise.race([once(socket, "data"), hungUp]);
    expect(String(greeting)).toBe("hello");
    hungUp.catch(() => {});
    return describeTls(socket);
  } finally {
    socket.destroy();
  }
}

describe("a handshake", () => {
  it("succeeds with a generated certificate, at an end that trusts only that one", async () => {
    const { tls, certificate } = await listenTls(local, "ws.tls");
    const port = await listen(tls);
    const endpoint = { url: "ws://127.0.0.1", certificate: certificate as string };
    expect(await greet(port, dialTls(local, endpoint))).toEqual({
      version: "TLSv1.3",
      cipher: expect.stringMatching(/^TLS_/),
    });
    const other = dialTls(local, { ...endpoint, certificate: guest.cert });
    await expect(greet(port, other)).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  it("can be mutual, and refuses an unknown certificate", async () => {
    const files = { cert: host.cert, key: host.key, ca: guest.cert, clientCertificate: true };
    const port = await listen((await listenTls(own(files), "ws.tls")).tls);
    const dial = (client: TlsFiles) =>
      greet(port, dialTls(own({ ca: host.cert, ...client }), { url: "ws://x" }));
    expect(await dial({ cert: guest.cert, key: guest.key })).toMatchObject({ version: "TLSv1.3" });
    await expect(dial({})).rejects.toThrow(/certificate required/);
    await expect(dial({ cert: host.cert, key: host.key })).rejects.toThrow();
  });

  it("checks the name in the certificate", async () => {
    const port = await listen((await listenTls(own({ cert: host.cert, key: host.key }), "ws.tls")).tls);
    const dial = (servername: string) =>
      greet(port, dialTls(own({ ca: host.cert, servername }), { url: "ws://x" }));
    expect(await dial("localhost")).toBeDefined();
    await expect(dial("elsewhere.example")).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  it.each([local, "own"] as const)("refuses TLS 1.1 at the listening end: %o", async (settings) => {
    const chosen = settings === "own" ? own({ cert: host.cert, key: host.key }) : settings;
    const { tls, certificate = host.cert } = await listenTls(chosen, "ws.tls");
    const port = await listen(tls);
    await expect(greet(port, { ...OLD, ca: certificate })).rejects.toThrow(/protocol version/);
    expect(await greet(port, { ca: certificate, maxVersion: "TLSv1.2" })).toMatchObject({
      version: "TLSv1.2",
    });
  });

  it.each([local, "own"] as const)("refuses TLS 1.1 at the dialling end: %o", async (settings) => {
    const chosen = settings === "own" ? own({ ca: host.cert }) : settings;
    const dialled = dialTls(chosen, { url: "ws://x", certificate: host.cert });
    const old = await listen({ ...host, ...OLD });
    await expect(greet(old, dialled)).rejects.toThrow(/protocol version|unsupported protocol/);
  });

  it("refuses TLS 1.2 if 1.3 is required", async () => {
    const files = { cert: host.cert, key: host.key, minVersion: "TLSv1.3" } as const;
    const port = await listen((await listenTls(own(files), "ws.tls")).tls);
    await expect(greet(port, { ca: host.cert, maxVersion: "TLSv1.2" })).rejects.toThrow(/protocol version/);
  });
});
