import { afterEach, beforeAll, describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { ReceiverServer, ServeReceiversOptions } from "../options/serve-options.js";
import { parseTlsFiles, type TlsFiles } from "../options/tls-option.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";
import { type LocalCertificate, makeLocalCertificate } from "../tls/local-certificate.js";
import { connectReceiver } from "./connect-receiver.js";
import type { EndIdentity } from "./control-types.js";
import { identifyEnd } from "./identity.js";
import { serveReceivers } from "./serve-receivers.js";

const token = "secret";
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

async function serve(tls?: TlsFiles, options: Partial<ServeReceiversOptions> = {}): Promise<string> {
  server = await serveReceivers({ adapters: [chaos()], token, control: { tls }, ...options });
  return server.url;
}

async function identify(url: string, tls?: TlsFiles): Promise<EndIdentity> {
  const checked = tls ? parseTlsFiles("receiver.tls", tls) : null;
  const { control, disconnect } = connectReceiver({ url, token, tls: checked });
  try {
    return await control.identify({});
  } finally {
    await disconnect();
  }
}

describe("control over TLS", () => {
  it("serves uploads and pushes", async () => {
    const url = await serve({ cert: host.cert, key: host.key });
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const result = await runBenchmark({
      adapters: [chaos(), chaos({ direction: "push" })],
      payload: { sizeBytes: 5_000 },
      count: 4,
      warmupCount: 1,
      receiver: { url, token, tls: { ca: host.cert } },
    });
    expect(result.status).toBe("completed");
    expect(result.settings.receiverUrl).toBe(url);
    expect(JSON.stringify(result)).not.toMatch(/BEGIN|secret/);
  });

  it("can identify senders by their certificates", async () => {
    const url = await serve({ cert: host.cert, key: host.key, ca: client.cert, clientCertificate: true });
    const known = { ca: host.cert, cert: client.cert, key: client.key };
    expect(await identify(url, known)).toEqual(identifyEnd());
    for (const unknown of [{}, { cert: host.cert, key: host.key }]) {
      const error = await failureOf(identify(url, { ca: host.cert, ...unknown }));
      expect(error.code).toBe("RECEIVER_UNREACHABLE");
      // A hint, in parentheses.
      expect(error.message).toMatch(/certificate.*\)$/);
    }
  });

  it("lets in beyond this machine who has a certificate, without a token", async () => {
    const tls = { cert: host.cert, key: host.key, ca: client.cert, clientCertificate: true };
    const url = await serve(tls, {
      adapters: [memory()],
      token: undefined,
      control: { host: "0.0.0.0", tls },
    });
    const here = url.replace("0.0.0.0", "127.0.0.1");
    const known = { ca: host.cert, cert: client.cert, key: client.key };
    expect(await identify(here, known)).toEqual(identifyEnd());
    expect((await failureOf(identify(here, { ca: host.cert }))).code).toBe("RECEIVER_UNREACHABLE");
  });

  it("is refused by senders that do not trust its certificate", async () => {
    const url = await serve({ cert: host.cert, key: host.key });
    for (const tls of [undefined, { ca: client.cert }, { ca: host.cert, servername: "elsewhere.example" }]) {
      const error = await failureOf(identify(url, tls));
      expect(error.code).toBe("RECEIVER_UNREACHABLE");
      expect(error.message).toContain("certificate");
    }
  });

  it("gives a hint if one end encrypts and the other does not", async () => {
    const secure = await serve({ cert: host.cert, key: host.key });
    const overHttp = await failureOf(identify(secure.replace("https:", "http:")));
    expect(overHttp.code).toBe("RECEIVER_UNREACHABLE");
    expect(overHttp.message).toContain("https?");
    await server?.close();
    const plain = await serve();
    const overHttps = await failureOf(identify(plain.replace("http:", "https:"), { ca: host.cert }));
    expect(overHttps.message).toContain("without TLS?");
  });

  it.each<[unknown, string]>([
    [{ cert: "none.pem" }, "control.tls.cert"],
    ["local", "control.tls"],
    [{}, "control.tls.cert"],
  ])("refuses %j before it listens", async (tls, field) => {
    const error = await failureOf(serve(tls as TlsFiles));
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toContain(`\`${field}\``);
  });
});
