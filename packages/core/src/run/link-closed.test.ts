import { describe, expect, it } from "vitest";
import type { Adapter, LinkContext } from "../adapter/contract.js";
import chaos from "../fixtures/chaos-adapter.js";
import { runBenchmark } from "./run-benchmark.js";

/** An adapter whose receiver closes the link after this many replies. */
function closesAfter(frames: number): Adapter {
  const healthy = chaos();
  const { protocol } = healthy;
  const counting = (context: LinkContext, close: () => void): LinkContext => {
    let left = frames;
    return {
      ...context,
      onFrame(frame) {
        if (--left === 0) setImmediate(close);
        return context.onFrame(frame);
      },
    };
  };
  return {
    ...healthy,
    protocol: {
      ...protocol,
      async listen(context, options) {
        if (!protocol.listen) throw new Error("chaos listens");
        const accept: typeof context.accept = (open, secret) =>
          context.accept((linkContext) => {
            const link = open(counting(linkContext, () => void link.close()));
            return link;
          }, secret);
        return protocol.listen({ ...context, accept }, options);
      },
    },
  };
}

describe("a link that closes between the warm-up and the first payload", () => {
  it.each([undefined, "lan"] as const)("fails its round with LINK_CLOSED (network: %s)", async (network) => {
    const result = await runBenchmark({
      adapters: [closesAfter(20)],
      payload: { sizeBytes: 100 },
      count: 5,
      warmupCount: 20,
      receiver: "inline",
      network,
    });
    const [round] = result.timings[0]?.rounds ?? [];
    expect(result.status).toBe("failed");
    expect(round).toMatchObject({ status: "failed", warmedUp: 20 });
    expect(round?.errors.map(({ code }) => code)).toEqual(["LINK_CLOSED"]);
    expect(round?.warnings.map(({ code }) => code)).not.toContain("NOTHING_SENT");
  });
});
