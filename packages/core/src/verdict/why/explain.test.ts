import { describe, expect, it } from "vitest";
import type { RoundResult } from "../../result/result.js";
import { type ComparedPair, explain } from "./explain.js";
import type { CauseCode, Explanation } from "./explanation.js";
import { compared, type Spent, timingOf } from "./fixtures/build-pair.js";

/** The explanation of A, which is slower unless the comparisons say otherwise, against B. */
function why(
  a: Spent,
  b: Spent = {},
  comparisons: readonly ComparedPair[] = [compared("transmission", "slower")],
  rounds?: number,
): Explanation {
  const timings = [timingOf("A", a, 0, rounds), timingOf("B", b, 1, rounds)];
  const [explanation, ...others] = explain(timings, comparisons);
  expect(others).toEqual([]);
  return explanation as Explanation;
}

const codes = ({ causes }: Explanation): CauseCode[] => causes.map(({ code }) => code);
const significant = ({ parts }: Explanation) =>
  parts.filter((part) => part.significant).map(({ part }) => part);
const ws = { name: "ws", title: "WebSocket" };

describe("the parts of a difference", () => {
  it("have estimates, intervals and shares", () => {
    const { of, slower, ms, parts } = why({ transportMs: 5 });
    expect([of, slower]).toEqual(["transmission", "A"]);
    expect(ms).toBeCloseTo(4, 0);
    expect(parts.map(({ part }) => part)).toEqual(["lateness", "encode", "transport", "decode", "reply"]);
    const [transport] = parts.filter(({ part }) => part === "transport");
    expect(transport?.share).toBeCloseTo(1, 1);
    expect(transport?.lowMs).toBeGreaterThan(3.5);
    expect(transport?.highMs).toBeLessThan(4.5);
    // The transmission time contains neither of them.
    for (const part of ["lateness", "reply"]) {
      expect(parts.find((one) => one.part === part)?.share).toBeNull();
    }
  });

  it("are those of this timing minus the other one, also if it is faster", () => {
    const { slower, ms, parts } = why({}, { transportMs: 5 }, [compared("transmission", "faster")]);
    expect(slower).toBe("B");
    expect(ms).toBeLessThan(-3.5);
    expect(parts.find(({ part }) => part === "transport")).toMatchObject({ significant: true });
    expect(parts.find(({ part }) => part === "transport")?.share).toBeCloseTo(1, 1);
  });

  it("come from paired slices, if there are any", () => {
    const medians = (transportMs: number) => ({
      encodeMs: 0.01,
      transportMs,
      decodeMs: 0.02,
      transmissionMs: transportMs + 0.03,
      serviceMs: transportMs + 0.13,
      responseMs: null,
      slipMs: 0.001,
    });
    // The machine gets slower from slice to slice. The rounds' medians would show 5 ms.
    const slices = (extra: number) =>
      [1, 7, 30].map((ms, place) => ({
        place,
        acknowledged: 3,
        medians: medians(ms + extra),
        acknowledgedPerSecond: null,
      }));
    const { ms, parts } = why(
      { transportMs: 6, round: { slices: slices(2) } },
      { round: { slices: slices(0) } },
    );
    expect(ms).toBeCloseTo(2, 9);
    expect(parts.find(({ part }) => part === "transport")?.ms).toBeCloseTo(2, 9);
  });

  it("are not known from acknowledgements where both clocks matter", () => {
    const clock = {
      kind: "ack-derived",
      because: "",
      halfRoundTripMs: 1,
      offsetMs: null,
      errorMs: null,
    } as const;
    const { parts, of } = why({ encodeMs: 5, round: { clock } }, { round: { clock } }, [
      compared("transmission", "invalid"),
      compared("service", "slower", { decides: false }),
    ]);
    expect(of).toBe("service");
    expect(parts.map(({ part }) => part)).toEqual(["lateness", "encode", "decode"]);
  });

  it("are not shown if the clocks could have made them", () => {
    const estimated = (errorMs: number): Partial<RoundResult> => ({
      clock: {
        kind: "estimated",
        because: "",
        offsetMs: 1,
        errorMs,
        maxDriftPpm: 0,
        driftPpm: null,
        driftErrorPpm: null,
        comparedDuring: 0,
      },
    });
    const withError = (ms: number) => why({ transportMs: 5, round: estimated(ms) }, { round: estimated(ms) });
    expect(significant(withError(0.1))).toEqual(["transport"]);
    expect(significant(withError(2.1))).toEqual([]);
    expect(codes(withError(2.1))).toEqual([]);
  });

  it("need six blocks", () => {
    const pair = [{ transportMs: 5 }, {}, [compared("transmission", "slower")]] as const;
    expect(significant(why(...pair, 5))).toEqual([]);
    expect(significant(why(...pair, 6))).toEqual(["transport"]);
  });
});

describe("the time that is explained", () => {
  const times = (transmission: ComparedPair["verdict"], service: ComparedPair["verdict"]) => [
    compared("transmission", transmission),
    compared("service", service, { decides: false }),
  ];

  it("is the deciding one, or another one that shows a difference", () => {
    expect(why({ replyMs: 20 }, {}, times("slower", "slower")).of).toBe("transmission");
    expect(why({ replyMs: 20 }, {}, times("same", "slower")).of).toBe("service");
    expect(why({ replyMs: 20 }, {}, times("same", "undecided"))).toMatchObject({
      of: "transmission",
      slower: null,
    });
  });

  it("belongs to a comparison by another measure", () => {
    const byCpu = [compared("cpu", "slower"), compared("transmission", "slower", { decides: false })];
    expect(why({ transportMs: 5 }, {}, byCpu)).toMatchObject({ of: "transmission", slower: "A" });
  });

  it.each(["same", "undecided", "invalid"] as const)("is not explained if it is %s", (verdict) => {
    const { slower, causes, differsIn, parts } = why(
      { adapter: { ...ws, options: { noDelay: true } } },
      { adapter: { ...ws, options: { noDelay: false } } },
      [compared("transmission", verdict)],
    );
    expect({ slower, causes, differsIn }).toEqual({ slower: null, causes: [], differsIn: [] });
    for (const { share } of parts) expect(share).toBeNull();
  });

  it("gives one explanation for each pair", () => {
    const timings = ["A", "B", "C"].map((label, row) => timingOf(label, {}, row));
    const pairs = [compared("transmission", "same"), compared("transmission", "same", { label: "C" })];
    expect(explain(timings, pairs).map(({ label, to }) => [label, to])).toEqual([
      ["A", "B"],
      ["C", "B"],
    ]);
    expect(explain(timings.slice(0, 1), pairs)).toEqual([]);
  });
});
