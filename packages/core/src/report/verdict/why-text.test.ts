import { describe, expect, it } from "vitest";
import { checkNetwork } from "../../options/network-option.js";
import type { Explanation } from "../../result/result.js";
import { type ComparedPair, explain } from "../../verdict/why/explain.js";
import { compared, type Spent, timingOf } from "../../verdict/why/fixtures/build-pair.js";
import { whyInWords } from "./why-text.js";

function why(a: Spent, b: Spent = {}, comparisons = [compared("transmission", "slower")]): Explanation {
  const timings = [timingOf("gRPC", a, 0), timingOf("WebSocket", b, 1)];
  const named = comparisons.map((one): ComparedPair => ({ ...one, label: "gRPC", to: "WebSocket" }));
  return explain(timings, named)[0] as Explanation;
}

const wan = { timing: { network: checkNetwork("wan") } };
const options = (windowBytes: number) => ({ adapter: { name: "grpc", options: { windowBytes } } });
const large = { frameBytes: 1_000_008, sentBytes: 1_000_022 };
const json = {
  ...{ encodeMs: 75, decodeMs: 50, transportMs: 3 },
  frameBytes: 3_570_000,
  sentBytes: 3_571_000,
};
const mask = (code: string) => ({ senderEnd: { settings: { mask: code } } });

describe("the words of an explanation", () => {
  it("are one sentence for each kind of cause", async () => {
    const probed = why({ transportMs: 5 });
    const setting = { setting: "options.keepMemory", value: false, toValue: true };
    const numbers = { end: null, unit: null, slower: null, faster: null };
    const sentences: Record<string, Explanation> = {
      "JSON of a Buffer": why(json, { ...large, transportMs: 0.6 }),
      "windows of one protocol": why(
        { ...options(65_535), ...wan, transportMs: 300, waits: 7 },
        { ...options(16_777_216), ...wan, transportMs: 22 },
      ),
      "the other way round": why(
        { ...options(16_777_216), ...wan, transportMs: 22 },
        { ...options(65_535), ...wan, transportMs: 300, waits: 7 },
        [compared("transmission", "faster")],
      ),
      masking: why(
        { ...large, ...mask("javascript"), transportMs: 5, sender: { cpuMsPerPayload: 4 } },
        { ...large, ...mask("bufferutil") },
      ),
      "page faults": why(
        { transportMs: 4.4, sender: { minorFaultsPerPayload: 180 } },
        { transportMs: 0.6, sender: { minorFaultsPerPayload: 30 } },
      ),
      encryption: why(
        { transportMs: 5, receiver: { cpuMsPerPayload: 3 }, adapter: { name: "ws", encryption: "local" } },
        { adapter: { name: "ws" } },
      ),
      bytes: why(
        { ...large, ...wan, transportMs: 34 },
        { ...large, ...wan, sentBytes: 40_000, transportMs: 24 },
      ),
      "a late sender": why(
        { slipMs: 30, scheduled: true, sender: { cpuMsPerPayload: 6, workShare: 0.9 } },
        { scheduled: true },
        [compared("response", "slower")],
      ),
      "a late reply": why({ replyMs: 5 }, {}, [compared("service", "slower")]),
      "a part without a cause": why({ transportMs: 5 }),
      "a probe": {
        ...probed,
        causes: [{ code: "SETTING", part: "transport", ...numbers, share: 0.84, setting, basis: "probe" }],
      },
    };
    const text = Object.entries(sentences).map(([about, one]) => `${about}: ${whyInWords(one)}.`);
    await expect(`${text.join("\n")}\n`).toMatchFileSnapshot("../snapshots/why-sentences.txt");
  });

  it("name no numbers that deny their part", () => {
    const late = why({ slipMs: 30, scheduled: true }, { scheduled: true }, [compared("response", "slower")]);
    const [lateness] = late.causes;
    if (lateness === undefined) throw new Error("no cause");
    const withNumbers = (slower: number) =>
      whyInWords({ ...late, causes: [{ ...lateness, slower, faster: 0.027 }] });
    const withoutCause = whyInWords({ ...late, causes: [] });
    expect(withNumbers(0.12)).toBe(withoutCause);
    expect(withNumbers(300)).toBe(withoutCause);
    expect(withNumbers(30)).not.toBe(withoutCause);
  });

  it("are missing if nothing is shown", () => {
    expect(whyInWords(why({}, {}, [compared("transmission", "undecided")]))).toBeNull();
    expect(whyInWords({ ...why({ transportMs: 5 }), parts: [] })).toBeNull();
  });
});
