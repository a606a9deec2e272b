import { describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { memory } from "../testing/memory-adapter.js";
import { planMatrix } from "./plan-matrix.js";
import { runMatrix } from "./run-matrix.js";

const THREE = [memory({ label: "a" }), memory({ label: "b" }), memory({ label: "c" })];

describe("planMatrix", () => {
  it("says what would be measured, and measures nothing", () => {
    const { adapters, axes, cells, settings } = planMatrix({
      adapters: THREE,
      payloads: [{ sizeBytes: 100 }, { sizeBytes: 1_000 }],
      networks: ["none", "lan"],
      rounds: 2,
      count: 1,
      receiver: "process",
    });
    expect(adapters.map(({ label }) => label)).toEqual(["a", "b", "c"]);
    expect(axes.networks.map(({ label }) => label)).toEqual(["none", "lan"]);
    expect(cells.map(({ payload, network, status, result }) => [payload, network, status, result])).toEqual([
      [0, 0, "unfinished", null],
      [0, 1, "unfinished", null],
      [1, 0, "unfinished", null],
      [1, 1, "unfinished", null],
    ]);
    expect(settings).toMatchObject({ rounds: 2, reference: "a" });
  });

  it("has the number of senders and receivers, and connections for all of them", () => {
    const { settings, cells } = planMatrix({
      adapters: THREE,
      payloads: [{ sizeBytes: 100 }, { sizeBytes: 1_000 }],
      senders: 4,
      receivers: 2,
      count: 8,
      receiver: "process",
    });
    expect(settings).toMatchObject({ senders: 4, receivers: 2 });
    expect(cells).toMatchObject([{ connections: 4 }, { connections: 4 }]);
  });

  it("has the first blocks in the order in which they run", async () => {
    const options = {
      adapters: [chaos({ label: "a" }), chaos({ label: "b" })],
      payloads: { small: new Uint8Array(10), large: new Uint8Array(20) },
      count: 1,
      rounds: 2,
      warmupCount: 0,
      seed: 7,
      connectTimeoutMs: 60_000,
    };
    const { firstBlocks } = planMatrix(options);
    const { cells } = await runMatrix(options);
    expect(firstBlocks).toHaveLength(4);
    const passes = [firstBlocks.slice(0, 2), firstBlocks.slice(2)];
    for (const [pass, blocks] of passes.entries()) {
      for (const { cell, order } of blocks) {
        const places = cells[cell]?.result?.timings.map(({ label, rounds }) => [rounds[pass]?.place, label]);
        expect(places?.toSorted().map(([, label]) => label)).toEqual(order);
      }
    }
  }, 120_000);

  it("lists at most 100 blocks of a run that only a budget ends", () => {
    const plan = planMatrix({ adapters: THREE, payload: { sizeBytes: 1 }, budgetMs: 1_000, seed: 3 });
    expect(plan.firstBlocks).toHaveLength(100);
    expect(plan).toEqual(
      planMatrix({ adapters: THREE, payload: { sizeBytes: 1 }, budgetMs: 1_000, seed: 3 }),
    );
  });

  it("refuses bad options as a run does", () => {
    expect(() => planMatrix({ adapters: THREE, payload: { sizeBytes: -1 } })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});
