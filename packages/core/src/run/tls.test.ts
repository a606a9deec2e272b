import { afterEach, beforeAll, describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { ReceiverServer } from "../index.js";
import { serveReceivers } from "../control/serve-receivers.js";
import { formatText } from "../report/text.js";
import { runBenchmark } from "./run-benchmark.js";
import { type LocalCertificate, makeLocalCertificate } from "../tls/local-certificate.js";

const run = { payload: { sizeBytes: 20_000, seed: 4 }, count: 5, warmupCount: 2 };
const token = "secret";
let host: LocalCertificate;
let stranger: LocalCertificate;
let server: ReceiverServer | undefined;

beforeAll(async () => {
  [host, stranger] = [await makeLocalCertificate(), await makeLocalCertificate()];
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe("TLS", () => {
  it.each(["upload", "push"] as const)(
    "costs one word, and says what was agreed on: %s",
    async (direction) => {
      const result = await runBenchmark({
        ...run,
        adapters: [chaos({ tls: "local", direction })],
        wireBytes: true,
      });
      const [row] = result.timings;
      expect(result.status).toBe("completed");
      expect(row?.label).toBe(direction === "push" ? "chaos push TLS" : "chaos TLS");
      expect(row?.tls).toEqual({
        ...{ certificate: "local", mutual: false, version: "TLSv1.3" },
        cipher: expect.stringMatching(/^TLS_/),
      });
      expect(row?.wire?.handshake.downBytes).toBeGreaterThan(500);
      expect(JSON.stringify(result)).not.toContain("PRIVATE KEY");
      expect(formatText(result)).toMatch(
        /chaos .*TLS: TLSv1\.3, TLS_\w+, with a certificate made for this run; connecting took/,
      );
    },
  );

  it("works in rounds and inline", async () => {
    const rounds = await runBenchmark({ ...run, adapters: [chaos({ tls: "local" })], rounds: 2 });
    expect(rounds.timings[0]?.tls?.version).toBe("TLSv1.3");
    const inline = await runBenchmark({ ...run, adapters: [chaos({ tls: "local" })], receiver: "inline" });
    expect(inline.timings[0]?.tls?.version).toBe("TLSv1.3");
  });

  it("takes certificates of the user's own for both ends, mutually", async () => {
    const tls = {
      cert: host.cert,
      key: host.key,
      ca: host.cert,
      clientCertificate: true,
      minVersion: "TLSv1.3",
    } as const;
    const result = await runBenchmark({ ...run, adapters: [chaos({ tls })] });
    expect(result.status).toBe("completed");
    expect(result.timings[0]?.tls).toMatchObject({ certificate: "own", mutual: true, version: "TLSv1.3" });
    expect(JSON.stringify(result)).not.toContain("BEGIN");
  });

  it("rejects a run whose other end it does not trust", async () => {
    const tls = { cert: host.cert, key: host.key, ca: stranger.cert };
    const error = await failureOf(runBenchmark({ ...run, adapters: [chaos({ tls })] }));
    expect(error.code).toBe("CONNECT_FAILED");
    expect(error.message).toMatch(/self-signed certificate|certificate/);
  });

  it("wants a certificate at the end that listens", async () => {
    const error = await failureOf(runBenchmark({ ...run, adapters: [chaos({ tls: { ca: host.cert } })] }));
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
    expect(error.message).toContain("`chaos.tls.cert` and `chaos.tls.key`");
  });

  it.each(["upload", "push"] as const)(
    "is made by either end where the receiver is elsewhere: %s",
    async (direction) => {
      server = await serveReceivers({ adapters: [chaos()], token });
      const receiver = { url: server.url, token };
      const { status, timings } = await runBenchmark({
        ...run,
        adapters: [chaos({ tls: "local", direction })],
        receiver,
      });
      expect(status).toBe("completed");
      expect(timings[0]?.tls).toMatchObject({ certificate: "local", version: "TLSv1.3" });
    },
  );

  it("says that it was mutual where the receiver elsewhere wanted that", async () => {
    const tls = { cert: host.cert, key: host.key, ca: stranger.cert, clientCertificate: true };
    server = await serveReceivers({ adapters: [chaos({ tls })], token });
    const shown = { ca: host.cert, cert: stranger.cert, key: stranger.key };
    const receiver = { url: server.url, token };
    const { timings } = await runBenchmark({ ...run, adapters: [chaos({ tls: shown })], receiver });
    expect(timings[0]?.tls).toMatchObject({ certificate: "own", mutual: true });
  });

  it("shows no secret in any error", async () => {
    const secret = host.key.split("\n")[1] as string;
    for (const tls of [{ key: host.key }, host.key, { passphrase: secret }]) {
      const error = await failureOf(
        runBenchmark({ ...run, adapters: [chaos()], receiver: { url: "https://h:1", tls: tls as never } }),
      );
      expect(error).toMatchObject({ code: "INVALID_OPTION" });
      expect(error.message).not.toContain(secret.slice(0, 12));
    }
  });

  it("has a receiver elsewhere show its own certificate, and never less", async () => {
    server = await serveReceivers({ adapters: [chaos({ tls: { cert: host.cert, key: host.key } })], token });
    const receiver = { url: server.url, token };
    const trusted = await runBenchmark({ ...run, adapters: [chaos({ tls: { ca: host.cert } })], receiver });
    expect(trusted.timings[0]?.tls?.certificate).toBe("own");
    expect(trusted.timings[0]?.tls?.mutual).toBe(false);
    const plain = await failureOf(runBenchmark({ ...run, adapters: [chaos()], receiver }));
    expect(plain).toMatchObject({ code: "INVALID_OPTION" });
    expect(plain.message).toContain("give the sender `tls: { ca }`, not no encryption");
  });
});
