import { afterEach, beforeAll, describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { type LocalCertificate, makeLocalCertificate } from "../tls/local-certificate.js";
import type { TlsFiles } from "../options/tls-option.js";
import type { ReceiverServer } from "../options/serve-options.js";
import { serveReceivers } from "./serve-receivers.js";

const token = "secret";
const run = { adapters: [chaos()], payload: { sizeBytes: 5_000 }, count: 4, warmupCount: 1 };
let host: LocalCertificate;
let client: LocalCertificate;
let server: ReceiverServer | undefined;

beforeAll(async () => {
  [host, client] = [await makeLocalCertificate(), await makeLocalCertificate()];
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(tls?: TlsFiles): Promise<string> {
  server = await serveReceivers({ adapters: [chaos()], token, control: { tls } });
  return server.url;
}

const failure = (url: string, tls?: TlsFiles) => {
  return failureOf(runBenchmark({ ...run, receiver: { url, token, tls } }));
};

describe("control over TLS", () => {
  it("serves a run, a push among its rows", async () => {
    const url = await serve({ cert: host.cert, key: host.key });
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const adapters = [chaos(), chaos({ direction: "push" })];
    const result = await runBenchmark({ ...run, adapters, receiver: { url, token, tls: { ca: host.cert } } });
    expect(result.status).toBe("completed");
    expect(result.settings.receiverUrl).toBe(url);
    expect(JSON.stringify(result)).not.toMatch(/BEGIN|secret/);
  });

  it("knows its senders by their certificates, if it is to", async () => {
    const url = await serve({ cert: host.cert, key: host.key, ca: client.cert, clientCertificate: true });
    const known = { ca: host.cert, cert: client.cert, key: client.key };
    const { status } = await runBenchmark({ ...run, receiver: { url, token, tls: known } });
    expect(status).toBe("completed");
    for (const stranger of [{}, { cert: host.cert, key: host.key }]) {
      const unknown = await failure(url, { ca: host.cert, ...stranger });
      expect(unknown).toMatchObject({ code: "RECEIVER_UNREACHABLE" });
      expect(unknown.message).toContain(`no receiver answers at ${url}`);
      expect(unknown.message).toContain("(does it want a certificate that it trusts");
    }
  });

  it("is not trusted unless it is known", async () => {
    const url = await serve({ cert: host.cert, key: host.key });
    for (const tls of [undefined, { ca: client.cert }]) {
      const error = await failure(url, tls);
      expect(error).toMatchObject({ code: "RECEIVER_UNREACHABLE" });
      expect(error.message).toMatch(/certificate/);
    }
    const otherName = await failure(url, { ca: host.cert, servername: "elsewhere.example" });
    expect(otherName.message).toMatch(/does not match certificate/);
  });

  it("says so where one end encrypts and the other does not", async () => {
    const secure = await serve({ cert: host.cert, key: host.key });
    const plainly = await failure(secure.replace("https:", "http:"));
    expect(plainly).toMatchObject({ code: "RECEIVER_UNREACHABLE" });
    expect(plainly.message).toContain("(is it https?)");
    await server?.close();
    const plain = await serve();
    const securely = await failure(plain.replace("http:", "https:"), { ca: host.cert });
    expect(securely.message).toContain("(is it http, without TLS?)");
  });

  it.each([
    [{ cert: "none.pem" }, /`control\.tls\.cert` to be a certificate in PEM, or the path/],
    ["local", /`control\.tls` to be \{ cert, key, ca, … \}, got a text/],
    [{}, /`control\.tls\.cert` and `control\.tls\.key` to be given/],
  ])("refuses %j before it listens", async (tls, message) => {
    const error = await failureOf(serveReceivers({ adapters: [chaos()], control: { tls: tls as TlsFiles } }));
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
    expect(error.message).toMatch(message);
  });
});
