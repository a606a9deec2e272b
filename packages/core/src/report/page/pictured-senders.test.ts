import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import { buildSender, buildSenders } from "../../fixtures/build-senders.js";
import { picturedSenders } from "./pictured-senders.js";

const lost = { code: "SENDER_LOST", message: "ended with SIGKILL" } as const;
const saturated = { code: "SENDER_SATURATED", message: "its event loop was busy" } as const;
const { times: NO_TIMES } = buildRound([]);

describe("the senders of a picture", () => {
  it("have their own times and rate, and say how each ended", () => {
    const senders = buildSenders([
      buildSender(1),
      buildSender(2, { warnings: [saturated] }),
      buildSender(3, {
        status: "failed",
        end: null,
        times: NO_TIMES,
        acknowledgedPerSecond: null,
        error: lost,
      }),
    ]);
    const one = buildTiming("one sender", buildRound([1]));
    const several = buildTiming("several", buildRound([1, 2], { senders }));
    expect(picturedSenders(buildResult([one, several]))).toEqual({
      time: expect.objectContaining({ time: "transmissionMs" }),
      timings: [
        {
          label: "several",
          index: 1,
          senders: [
            { label: "sender 1", standing: "", p50: 1, p99: null, perSecond: "1,000" },
            { label: "sender 2", standing: "saturated", p50: 2, p99: null, perSecond: "500" },
            { label: "sender 3", standing: "lost", p50: null, p99: null, perSecond: null },
          ],
          others: 0,
        },
      ],
    });
  });

  it("are none if there was one sender, or if nothing was measured", () => {
    expect(picturedSenders(buildResult([buildTiming("a", buildRound([1]))]))).toBeNull();
    expect(picturedSenders(buildResult([]))).toBeNull();
  });
});
