import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { serveReceivers } from "../control/serve-receivers.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { ReceiverServer } from "../options/serve-options.js";
import { typicalRound } from "../result/typical-round.js";
import { type LocalCertificate, makeLocalCertificate } from "../tls/local-certificate.js";
import { onlyRound, onlyTiming } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const base = {
  payload: { sizeBytes: 20_000, seed: 4 },
  count: 5,
  warmupCount: 2,
  // Starting a process may take long on a busy machine.
  connectTimeoutMs: 60_000,
};
const inline = { ...base, receiver: "inline" } as const;
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

async function serve(tls?: Parameters<typeof chaos>[0]): Promise<{ url: string; token: string }> {
  server = await serveReceivers({ adapters: [chaos(tls)], token });
  return { url: server.url, token };
}

describe("TLS", { timeout: 120_000 }, () => {
  it.each([
    ["upload", "chaos, TLS"],
    ["push", "chaos, push, TLS"],
  ] as const)(
    "needs no certificates with `local`, and the result has the negotiated TLS: %s",
    async (direction, label) => {
      const adapters = [chaos({ tls: "local", direction })];
      const result = await runBenchmark({ ...inline, adapters, wireBytes: true });
      expect(result.status).toBe("completed");
      expect(onlyTiming(result)).toMatchObject({ label, adapter: { direction, encryption: "local" } });
      const { tls, wire } = onlyRound(result);
      expect(tls).toEqual({ mutual: false, version: "TLSv1.3", cipher: expect.stringMatching(/^TLS_/) });
      expect(wire?.handshake.downBytes).toBeGreaterThan(500);
      expect(JSON.stringify(result)).not.toContain("PRIVATE KEY");
    },
  );

  it("works in rounds", async () => {
    const receiver = await serve();
    const { status, timings } = await runBenchmark({
      ...base,
      receiver,
      rounds: 2,
      adapters: [chaos({ tls: "local" })],
    });
    expect(status).toBe("completed");
    expect(timings[0]?.rounds.map(({ tls }) => tls?.version)).toEqual(["TLSv1.3", "TLSv1.3"]);
  });

  it("accepts certificates of the user for both ends", async () => {
    const files = { cert: host.cert, key: host.key, ca: host.cert, clientCertificate: true };
    const tls = { ...files, minVersion: "TLSv1.3" } as const;
    const result = await runBenchmark({ ...base, adapters: [chaos({ tls })] });
    expect(result.status).toBe("completed");
    expect(onlyTiming(result).adapter.encryption).toBe("own");
    expect(onlyRound(result).tls).toMatchObject({ mutual: true, version: "TLSv1.3" });
    expect(JSON.stringify(result)).not.toContain("BEGIN");
  });

  it("ends a run if the other end is not trusted", async () => {
    const tls = { cert: host.cert, key: host.key, ca: stranger.cert };
    const error = await failureOf(runBenchmark({ ...inline, adapters: [chaos({ tls })] }));
    expect(error).toMatchObject({
      code: "CONNECT_FAILED",
      result: { status: "failed", notRun: ["chaos, TLS with own certificates"] },
    });
  });

  it("needs a certificate at the listening end", async () => {
    const error = await failureOf(runBenchmark({ ...inline, adapters: [chaos({ tls: { ca: host.cert } })] }));
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
    expect(error.message).toContain("`chaos.tls.cert` and `chaos.tls.key`");
  });

  it("creates a certificate at the listening end with a remote receiver", async () => {
    const receiver = await serve();
    const adapters = [chaos({ tls: "local" }), chaos({ tls: "local", direction: "push" })];
    const { status, timings } = await runBenchmark({ ...base, adapters, receiver });
    expect(status).toBe("completed");
    for (const timing of timings) {
      expect(timing.adapter.encryption).toBe("local");
      expect(typicalRound(timing).tls).toMatchObject({ mutual: false, version: "TLSv1.3" });
    }
  });

  it("is mutual if the remote receiver requires it", async () => {
    const tls = { cert: host.cert, key: host.key, ca: stranger.cert, clientCertificate: true };
    const receiver = await serve({ tls });
    const shown = { ca: host.cert, cert: stranger.cert, key: stranger.key };
    const result = await runBenchmark({ ...base, adapters: [chaos({ tls: shown })], receiver });
    expect(onlyTiming(result).adapter.encryption).toBe("own");
    expect(onlyRound(result).tls).toMatchObject({ mutual: true });
  });

  it("shows no secret in any error", async () => {
    const secret = host.key.split("\n")[1] ?? "";
    expect(secret.length).toBeGreaterThan(12);
    for (const tls of [{ key: host.key }, host.key, { passphrase: secret }]) {
      const receiver = { url: "https://h:1", tls: tls as object };
      const error = await failureOf(runBenchmark({ ...base, adapters: [chaos()], receiver }));
      expect(error).toMatchObject({ code: "INVALID_OPTION" });
      expect(error.message).not.toContain(secret.slice(0, 12));
    }
  });

  it("is not turned off if the remote receiver has its own certificate", async () => {
    const receiver = await serve({ tls: { cert: host.cert, key: host.key } });
    const trusting = [chaos({ tls: { ca: host.cert } })];
    const trusted = await runBenchmark({ ...base, adapters: trusting, receiver });
    expect(onlyTiming(trusted).adapter.encryption).toBe("own");
    expect(onlyRound(trusted).tls?.mutual).toBe(false);
    const plain = await failureOf(runBenchmark({ ...base, adapters: [chaos()], receiver }));
    expect(plain).toMatchObject({ code: "INVALID_OPTION" });
    expect(plain.message).toContain("tls");
  });
});
