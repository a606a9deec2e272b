import { afterEach, describe, expect, it } from "vitest";
import { defineAdapter } from "../adapter/define-adapter.js";
import { serveReceivers } from "../control/serve-receivers.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { ReceiverServer, ServeReceiversOptions } from "../options/serve-options.js";
import { onlyRound, onlyTiming } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

/** A protocol that can only dial, like one in a browser. It is compatible with `chaos`. */
const dialOnly = defineAdapter({
  name: "chaos",
  title: "Dial only",
  schemes: chaos().protocol.schemes,
  supports: { push: true, ordered: true },
  dial(endpoint, context) {
    const { protocol, options } = chaos();
    return protocol.dial(endpoint, context, options);
  },
});
const base = {
  payload: { sizeBytes: 2_000, seed: 3 },
  count: 4,
  warmupCount: 1,
  // Loading the HTTP modules may take long on a busy machine.
  connectTimeoutMs: 60_000,
};

let server: ReceiverServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(adapters: ServeReceiversOptions["adapters"]): Promise<{ url: string }> {
  server = await serveReceivers({ adapters });
  return { url: server.url };
}

describe("a protocol that can only dial", { timeout: 120_000 }, () => {
  it.each(["process", "inline"] as const)(
    "is refused with the receiver %s, which has to listen",
    async (receiver) => {
      const error = await failureOf(runBenchmark({ ...base, adapters: [dialOnly()], receiver }));
      expect(error.code).toBe("INVALID_OPTION");
      expect(error.message).toContain("`receiver`");
      expect(error.result).toBeUndefined();
    },
  );

  it("is refused as the sender of a push, which has to listen", () => {
    expect(() => dialOnly({ direction: "push" })).toThrow(
      expect.objectContaining({
        code: "INVALID_OPTION",
        message: expect.stringContaining("`chaos.direction`"),
      }),
    );
  });

  it("sends an upload to a receiver server that listens for the protocol", async () => {
    const receiver = await serve([chaos()]);
    const result = await runBenchmark({ ...base, adapters: [dialOnly()], receiver });
    expect(result.status).toBe("completed");
    expect(onlyTiming(result)).toMatchObject({ label: "Dial only", adapter: { name: "chaos" } });
    expect(onlyRound(result).counts).toMatchObject({ sent: 4, acknowledged: 4, lost: 0, damaged: 0 });
  });

  it("cannot be the receiver of an upload", async () => {
    const receiver = await serve([dialOnly()]);
    const error = await failureOf(runBenchmark({ ...base, adapters: [dialOnly()], receiver }));
    expect(error.code).toBe("LISTEN_FAILED");
  });
});
