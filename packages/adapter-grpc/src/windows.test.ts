import { runBenchmark, typicalRound } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { grpc } from "./adapter.js";

describe("the listening end", () => {
  it("notes the windows that both ends advertised, whatever they are", async () => {
    const windowBytes = 16 * 2 ** 20;
    const result = await runBenchmark({
      adapters: [grpc(), grpc({ windowBytes, label: "wide" })],
      payload: { sizeBytes: 100 },
      count: 1,
      warmupCount: 0,
      receiver: "inline",
    });
    const [narrow, wide] = result.timings.map((timing) => typicalRound(timing).ends.receivers[0]);
    expect(narrow?.settings).toMatchObject({
      listenerStreamWindowBytes: 65_535,
      listenerConnectionWindowBytes: 65_535,
      diallerStreamWindowBytes: 65_535,
    });
    expect(narrow?.notes.join().match(/\d[\d,]+/g)).toEqual(["65,535", "65,535", "65,535"]);
    expect(wide?.notes.join().match(/\d[\d,]+/g)).toEqual(["16,777,216", "16,777,216", "16,777,216"]);
  });
});
