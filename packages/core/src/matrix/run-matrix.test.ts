import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { parseMatrix } from "../result/parse-matrix.js";
import { memory } from "../testing/memory-adapter.js";
import { SMALL } from "./fixtures/small-matrix.js";
import type { CellBlock } from "./matrix-events.js";
import { runMatrix } from "./run-matrix.js";

const { load: _, payloads: __, ...SHARED } = SMALL;
/** Its second cell sends enough payloads to meet a fault of the fourth one. */
const TWO_LOADS = {
  ...SHARED,
  payload: { sizeBytes: 100 },
  loads: [
    { kind: "closed-loop", count: 2 },
    { kind: "closed-loop", count: 4 },
  ],
} as const;

const schema = JSON.parse(readFileSync(new URL("../../matrix.schema.json", import.meta.url), "utf8"));

describe.concurrent("a matrix", { timeout: 240_000 }, () => {
  it("interleaves its cells, and in each cell its adapters", async () => {
    const blocks: CellBlock[] = [];
    const rounds: string[] = [];
    const matrix = await runMatrix({
      ...SMALL,
      events: {
        block: (event) => blocks.push(event),
        round: ({ cell, label, round, result }) => {
          rounds.push(`${cell.index} ${label} ${round}`);
          expect(result.transmissions).toEqual([]);
        },
      },
    });
    expect(matrix).toMatchObject({ kind: "matrix", status: "completed", settings: { seed: 5, rounds: 2 } });
    expect(matrix.cells.map(({ payload, status, blocks: done }) => [payload, status, done])).toEqual([
      [0, "completed", 2],
      [1, "completed", 2],
    ]);
    for (const { result } of matrix.cells) {
      expect(result?.status).toBe("completed");
      expect(result?.timings.map(({ label, rounds: own }) => [label, own.map(({ block }) => block)])).toEqual(
        [
          ["a", [0, 1]],
          ["b", [0, 1]],
        ],
      );
      for (const { rounds: own } of result?.timings ?? []) {
        for (const { counts, transmissions } of own) {
          expect(counts).toMatchObject({ sent: 4, acknowledged: 4 });
          expect(transmissions).toEqual([]);
        }
      }
    }
    // Every cell has its first block before any has its second.
    expect(blocks.map(({ block }) => block)).toEqual([0, 0, 1, 1]);
    for (const pass of [blocks.slice(0, 2), blocks.slice(2)]) {
      expect(pass.map(({ cell }) => cell.index).sort()).toEqual([0, 1]);
    }
    expect(blocks[0]?.cell).toMatchObject({ of: 2, network: "none" });
    expect(blocks.map(({ elapsedMs }) => elapsedMs)).toEqual(
      blocks.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b),
    );
    expect(blocks.at(-1)).toMatchObject({ of: 2, leftMs: 0 });
    expect(new Set(rounds).size).toBe(8);

    const text = JSON.stringify(matrix);
    expect(parseMatrix(text)).toEqual(matrix);
    const validate = new Ajv2020().compile(schema);
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
    // Two rounds decide nothing, and say so.
    expect(matrix.crossovers.map(({ course, label, to }) => [course, label, to])).toContainEqual([
      "one-size",
      "b",
      "a",
    ]);
    expect(matrix.fastest.map(({ verdict, labels }) => [verdict, labels])).toEqual(
      Array(2).fill(["undecided", ["a", "b"]]),
    );
  });

  it("loses only the cell that fails", async () => {
    const adapters = [chaos({ label: "a" }), chaos({ label: "b", killAt: SMALL.warmupCount + 3 })];
    const ended: string[] = [];
    const events = {
      block: ({ cell, block, status }: CellBlock) => ended.push(`${cell.index} ${block} ${status}`),
    };
    const matrix = await runMatrix({ ...TWO_LOADS, adapters, events });
    expect(matrix.status).toBe("failed");
    expect(matrix.cells.map(({ status, blocks, error }) => [status, blocks, error?.code])).toEqual([
      ["completed", 2, undefined],
      ["failed", 0, "RECEIVER_LOST"],
    ]);
    expect(matrix.cells[1]?.error?.message).toContain("SIGKILL");
    expect(matrix.cells[1]?.result).toMatchObject({ status: "failed" });
    // The failed cell has no second block.
    expect(ended.toSorted()).toEqual(["0 0 unfinished", "0 1 completed", "1 0 failed"]);
    expect(parseMatrix(JSON.stringify(matrix))).toEqual(matrix);
  });

  it("marks a cell that lost payloads as failed, and measures all its rounds", async () => {
    const adapters = [chaos({ label: "a" }), chaos({ label: "b", damageAt: SMALL.warmupCount + 3 })];
    const matrix = await runMatrix({ ...TWO_LOADS, adapters });
    expect(matrix.status).toBe("failed");
    expect(matrix.cells.map(({ status, blocks, error }) => [status, blocks, error])).toEqual([
      ["completed", 2, null],
      ["failed", 2, null],
    ]);
    expect(matrix.fastest[1]).toMatchObject({ verdict: "unknown", labels: [] });
  });

  it("fits into its budget, but for the first block of each cell", async () => {
    const { rounds: _, ...rest } = SMALL;
    const matrix = await runMatrix({ ...rest, budgetMs: 1_000 });
    const [one, ...others] = new Set(matrix.cells.map(({ blocks }) => blocks));
    expect(one).toBeGreaterThan(0);
    expect(others).toEqual([]);
    expect(matrix).toMatchObject({ status: "completed", settings: { budgetMs: 1_000 } });
  });
});

describe("a matrix with an inline receiver", () => {
  const inline = {
    adapters: [memory({ label: "a" }), memory({ label: "b" })],
    payloads: [new Uint8Array(10), new Uint8Array(20)],
    count: 3,
    receiver: "inline",
  } as const;

  it("has one round", async () => {
    const matrix = await runMatrix(inline);
    expect(matrix.status).toBe("completed");
    expect(matrix.cells.map(({ blocks, result }) => [blocks, result?.timings.length])).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it("ends if a handler throws, and the error has what was complete", async () => {
    let seen = 0;
    const events = {
      block() {
        if (++seen === 2) throw new Error("boom");
      },
    };
    const error = await failureOf(runMatrix({ ...inline, events }));
    expect(error).toMatchObject({ code: "EVENT_HANDLER_FAILED", matrix: { status: "aborted" } });
    expect(error.message).toContain("boom");
    expect(error.matrix?.cells.map(({ blocks }) => blocks)).toEqual([1, 1]);
  });

  it("drops the block in which a handler throws", async () => {
    const events = {
      round() {
        throw new Error("boom");
      },
    };
    const error = await failureOf(runMatrix({ ...inline, events }));
    expect(error.code).toBe("EVENT_HANDLER_FAILED");
    expect(error.matrix?.cells.map(({ blocks, status, result }) => [blocks, status, result])).toEqual([
      [0, "unfinished", null],
      [0, "unfinished", null],
    ]);
  });

  it("needs more rounds in processes", async () => {
    const error = await failureOf(runMatrix({ ...inline, rounds: 2 }));
    expect(error.code).toBe("INVALID_OPTION");
  });
});

describe("a matrix that cannot run", () => {
  it("fails before anything opens", async () => {
    const blocks: unknown[] = [];
    const events = {
      block: (event: unknown) => blocks.push(event),
      phase: (event: unknown) => blocks.push(event),
    };
    const adapters = [memory({ label: "a" })];
    const error = await failureOf(
      runMatrix({ adapters, payload: new Uint8Array(1), networks: ["none"], events }),
    );
    expect(error.code).toBe("ADAPTER_NOT_LOADABLE");
    expect(error.message).toContain("the cell of 1 B, none");
    expect(error.matrix).toBeUndefined();
    expect(blocks).toEqual([]);
  });
});
