import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { MatrixResult } from "../result/matrix.js";
import { parseMatrix } from "../result/parse-matrix.js";
import type { BenchmarkResult, RoundResult } from "../result/result.js";
import { balancedBlocks } from "../run/balanced-blocks.js";
import type { Summary } from "../stats/summary.js";
import { SMALL } from "./fixtures/small-matrix.js";
import type { CellBlock } from "./matrix-events.js";
import type { MatrixOptions } from "./matrix-options.js";
import { runMatrix } from "./run-matrix.js";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireduel-"));
  file = join(folder, "matrix.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const stored = () => parseMatrix(readFileSync(file, "utf8"));
const blocksOf = ({ cells }: MatrixResult) => cells.reduce((sum, { blocks }) => sum + blocks, 0);

/** Runs the small matrix. Returns its result, and which blocks it ran. */
async function run(more: Partial<MatrixOptions> = {}): Promise<{ matrix: MatrixResult; ran: string[] }> {
  const ran: string[] = [];
  const events = { block: ({ cell, block }: CellBlock) => ran.push(`cell ${cell.index} block ${block}`) };
  return { matrix: await runMatrix({ ...SMALL, file, events, ...more }), ran };
}

describe("a matrix with a file", { timeout: 240_000 }, () => {
  it("goes on after an abort, in the same order, and is then complete", async () => {
    const controller = new AbortController();
    const before: string[] = [];
    const events = {
      block({ cell, block }: CellBlock) {
        before.push(`cell ${cell.index} block ${block}`);
        // The state of this block is in the file.
        expect(blocksOf(stored())).toBe(before.length);
        if (before.length === 3) controller.abort();
      },
    };
    const error = await failureOf(runMatrix({ ...SMALL, file, events, signal: controller.signal }));
    expect(error.code).toBe("ABORTED");
    const aborted = stored();
    expect(aborted).toEqual(error.matrix);
    expect(aborted.status).toBe("aborted");
    expect(blocksOf(aborted)).toBe(3);

    const { matrix, ran } = await run();
    expect(matrix.status).toBe("completed");
    expect(stored()).toEqual(matrix);
    expect(matrix).toMatchObject({ startedAt: aborted.startedAt, provenance: { id: aborted.provenance.id } });
    expect(matrix.durationMs).toBeGreaterThan(aborted.durationMs);
    // Rounds that were measured before are still there, unchanged.
    for (const [index, cell] of aborted.cells.entries()) {
      for (const [place, { rounds }] of (cell.result?.timings ?? []).entries()) {
        expect(matrix.cells[index]?.result?.timings[place]?.rounds.slice(0, rounds.length)).toEqual(rounds);
      }
    }
    const order = balancedBlocks(2, SMALL.rounds, SMALL.seed).flatMap((cells, block) =>
      cells.map((cell) => `cell ${cell} block ${block}`),
    );
    expect([...before, ...ran]).toEqual(order);

    const again = await run();
    expect(again).toEqual({ matrix, ran: [] });
  });

  it("goes on after SIGKILL", async () => {
    const killed = await runProgram((lines, child) => {
      if (lines === 1) child.kill("SIGKILL");
    });
    expect(killed.exit).toEqual([null, "SIGKILL"]);
    const left = stored();
    expect(left.status).toBe("running");
    expect(blocksOf(left)).toBeGreaterThanOrEqual(1);

    const { ran, exit } = await runProgram(() => {});
    expect(exit).toEqual([0, null]);
    expect(ran).toHaveLength(4 - blocksOf(left));
    expect(stored().status).toBe("completed");
    expect(readdirSync(folder)).toEqual(["matrix.json"]);
  });
});

describe("a matrix with a rule for its rounds", { timeout: 240_000 }, () => {
  it("ends each cell at a look of its own", async () => {
    const controller = new AbortController();
    const rounds = { min: 12, max: 13, until: 0.001 };
    let seen = 0;
    const events = { block: () => ++seen === 2 && controller.abort() };
    await failureOf(runMatrix({ ...SMALL, rounds, file, events, signal: controller.signal }));
    // As if eleven blocks had been measured: the first cell has a clear difference, and the second has none. The twelfth is
    // measured. Whatever it shows on a busy machine, it decides nothing.
    const before = stored();
    const medians = [(block: number) => 1_000 + block, (block: number) => (block % 2 === 0 ? 2 : 0.5)];
    const cells = before.cells.map((cell, index) => ({
      ...cell,
      blocks: 11,
      result: withMedians(cell.result as BenchmarkResult, 11, medians[index] as (block: number) => number),
    }));
    writeFileSync(file, JSON.stringify({ ...before, cells }));

    const { matrix, ran } = await run({ rounds });
    expect(matrix.cells.map(({ status, blocks }) => [status, blocks])).toEqual([
      ["completed", 12],
      ["completed", 13],
    ]);
    expect(ran.toSorted()).toEqual(["cell 0 block 11", "cell 1 block 11", "cell 1 block 12"]);
    expect(matrix.fastest.map(({ verdict, labels }) => [verdict, labels])).toEqual([
      ["one", ["a"]],
      ["undecided", ["a", "b"]],
    ]);
  });
});

/** The result with so many rounds. The median of the first adapter is 1 in each of them. */
function withMedians(
  result: BenchmarkResult,
  blocks: number,
  ofSecond: (block: number) => number,
): BenchmarkResult {
  const timings = result.timings.map(({ rounds: [first], ...timing }, index) => {
    const { times, ...round } = first as RoundResult;
    const rounds = Array.from({ length: blocks }, (_, block) => {
      const p50 = index === 0 ? 1 : ofSecond(block);
      const transmissionMs = { ...(times.transmissionMs as Summary), p50 };
      return { ...round, block, slices: [], times: { ...times, transmissionMs } };
    });
    return { ...timing, rounds };
  });
  return { ...result, timings };
}

/** Runs the small matrix in a program of its own. */
async function runProgram(onLine: (lines: number, child: ChildProcess) => void) {
  const program = fileURLToPath(
    new URL("../../transpiled/matrix/fixtures/runs-a-matrix.js", import.meta.url),
  );
  const child = spawn(process.execPath, [program, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const ran: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    expect(line).toMatch(/^cell \d block \d$/);
    onLine(ran.push(line), child);
  }
  return { ran, exit: await exit };
}

describe("a stored matrix", { timeout: 240_000 }, () => {
  const closed = (concurrency: number, count = 1) => ({ kind: "closed-loop", concurrency, count }) as const;
  const inline = {
    adapters: [chaos({ label: "a" })],
    payloads: { given: new Uint8Array(10) },
    networks: { here: null },
    loads: { one: closed(2) },
    receiver: "inline",
    warmupCount: 0,
  } as const satisfies MatrixOptions;

  it("takes over the seed if none is given", async () => {
    const matrix = await runMatrix({ ...inline, file });
    expect(await runMatrix({ ...inline, file })).toEqual(matrix);
  });

  it.each<[string, Partial<MatrixOptions>, RegExp]>([
    [
      "bytes of a payload",
      { payloads: { given: new Uint8Array(10).fill(1) } },
      /axes\.payloads\[0\]\.sha256/,
    ],
    ["name of a payload", { payloads: { other: new Uint8Array(10) } }, /axes\.payloads\[0\]\.label/],
    ["number of payloads", { payloads: [new Uint8Array(10), new Uint8Array(10)] }, /axes\.payloads\[1\]/],
    ["network", { networks: { here: "lan" } }, /axes\.networks\[0\]\.network/],
    ["load", { loads: { one: closed(2, 2) } }, /axes\.loads\[0\]\.load\.count/],
    ["adapter", { adapters: [chaos({ label: "b" })] }, /adapters\[0\]\.label \("a" instead of "b"\)/],
    [
      "option of an adapter",
      { adapters: [chaos({ label: "a", codec: "json-array" })] },
      /adapters\[0\]\.adapter\.codec/,
    ],
    ["timeout", { timeoutMs: 500 }, /settings\.timeoutMs \(10000 instead of 500\)/],
    ["seed", { seed: -1 }, /settings\.seed/],
    ["size of the warm-up", { warmupCount: 3 }, /cells\[0\]\.warmupCount/],
    ["number of connections", { connections: 2 }, /cells\[0\]\.connections/],
  ])("is refused and left as it is with another %s", async (_, more, message) => {
    await runMatrix({ ...inline, file });
    const before = readFileSync(file, "utf8");
    const error = await failureOf(runMatrix({ ...inline, ...more, file }));
    expect(error.code).toBe("SETTINGS_DIFFER");
    expect(error.message).toMatch(message);
    expect(error.matrix).toBeUndefined();
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it.each<[string, (matrix: MatrixResult) => object, RegExp]>([
    ["machine", ({ machine }) => ({ machine: { ...machine, cpuModel: "another" } }), /machine\.cpuModel/],
    ["Node", ({ provenance }) => ({ provenance: { ...provenance, node: "1.2.3" } }), /node \("1\.2\.3"/],
    ["version", ({ provenance }) => ({ provenance: { ...provenance, core: "0.0.1" } }), /core/],
    [
      "library",
      ({ adapters }) => ({ adapters: adapters.map((one) => ({ ...one, libraries: { ws: "1.0.0" } })) }),
      /adapters\[0\]\.libraries\.ws/,
    ],
    [
      "number of senders",
      ({ settings }) => ({ settings: { ...settings, senders: 2 } }),
      /settings\.senders \(2 instead of 1\)/,
    ],
    [
      "number of receivers",
      ({ settings }) => ({ settings: { ...settings, receivers: 2 } }),
      /settings\.receivers \(2 instead of 1\)/,
    ],
  ])("of another %s is refused", async (_, change, message) => {
    const matrix = await runMatrix({ ...inline, file });
    writeFileSync(file, JSON.stringify({ ...matrix, ...change(matrix) }));
    const error = await failureOf(runMatrix({ ...inline, file }));
    expect(error.code).toBe("SETTINGS_DIFFER");
    expect(error.message).toMatch(message);
  });

  it("that is damaged is refused and left as it is", async () => {
    writeFileSync(file, '{"kind":"matrix","sch');
    const error = await failureOf(runMatrix({ ...inline, file }));
    expect(error.code).toBe("INVALID_RESULT");
    expect(readFileSync(file, "utf8")).toBe('{"kind":"matrix","sch');
  });

  it("that cannot be written is known before anything is measured", async () => {
    const events = {
      phase() {
        throw new Error("it measured");
      },
    };
    const error = await failureOf(runMatrix({ ...inline, file: join(folder, "no", "matrix.json"), events }));
    expect(error.code).toBe("FILE_NOT_WRITTEN");
  });
});
