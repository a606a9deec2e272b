import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BenchmarkEvents } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { canMount, SmallDisk } from "../fixtures/small-disk.js";
import { formatSummary } from "../report/index.js";
import { parseResult } from "../result/parse-result.js";
import type { BenchmarkResult } from "../result/result.js";
import { runBenchmark } from "./run-benchmark.js";

let folder = "";
let file = "";
let partial = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireduel-"));
  file = join(folder, "result.json");
  partial = join(folder, "result.partial.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (path: string) => parseResult(readFileSync(path, "utf8"));
const roundsOf = ({ timings }: BenchmarkResult) => timings.map(({ rounds }) => rounds.length);
const inline = {
  adapters: [chaos({ label: "a" }), chaos({ label: "b" })],
  payload: { sizeBytes: 100 },
  count: 3,
  warmupCount: 0,
  receiver: "inline",
} as const;
const several = {
  adapters: inline.adapters,
  payload: inline.payload,
  count: 3,
  warmupCount: 1,
  rounds: 2,
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 60_000,
} as const;
type Stored = Parameters<BenchmarkEvents["stored"]>[0];

/** Runs the program, and kills it once it has stored something. */
async function killedOnceStored(more: object): Promise<void> {
  const program = fileURLToPath(new URL("../../transpiled/run/fixtures/stores-rounds.js", import.meta.url));
  const child = spawn(process.execPath, [program, file, JSON.stringify(more)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    expect(line).toBe("stored");
    child.kill("SIGKILL");
  }
  expect(await exit).toEqual([null, "SIGKILL"]);
}

describe("a run with a file", { timeout: 240_000 }, () => {
  it("stores its rows one at a time, and replaces an earlier result at its end", async () => {
    writeFileSync(file, "earlier");
    const rows: number[] = [];
    const stored = ({ file: path, failure }: Stored) => {
      expect([path, failure]).toEqual([partial, null]);
      const { timings, status, notRun } = read(path);
      rows.push(timings.length);
      expect(status).toBe("running");
      expect(timings.length + notRun.length).toBe(2);
      expect(readFileSync(file, "utf8")).toBe("earlier");
    };
    const result = await runBenchmark({ ...inline, file, events: { stored } });
    // On a slow disk, the second row is only stored at the end.
    expect(rows[0]).toBe(1);
    expect(read(file)).toEqual(result);
    expect(readdirSync(folder)).toEqual(["result.json"]);
  });

  it("stores its rounds before their events", async () => {
    const seen: string[] = [];
    const round = () => seen.push(`round ${Math.min(...roundsOf(read(partial)))}`);
    const block = () => seen.push(`block ${Math.min(...roundsOf(read(partial)))}`);
    const result = await runBenchmark({ ...several, file, events: { round, block } });
    // On a slow disk, the second rounds are only stored at the end.
    expect(seen.slice(0, 3)).toEqual(["round 1", "round 1", "block 1"]);
    expect(read(file)).toEqual(result);
  });

  it.each([
    ["rounds", { rounds: 100 }],
    ["rows", { delayMs: 1_000 }],
  ])("keeps finished %s after SIGKILL, and an earlier result", async (_, more) => {
    writeFileSync(file, "earlier");
    await killedOnceStored(more);
    const left = read(partial);
    expect(left).toMatchObject({ status: "running", comparisons: [] });
    expect(left.timings[0]?.rounds.length).toBeGreaterThanOrEqual(1);
    expect(formatSummary(left)).toMatch(/partial/);
    expect(readFileSync(file, "utf8")).toBe("earlier");
  });

  it("stores what was measured if the caller aborts it", async () => {
    const controller = new AbortController();
    const error = await failureOf(
      runBenchmark({
        ...several,
        file,
        signal: controller.signal,
        events: { block: () => controller.abort() },
      }),
    );
    expect(error.code).toBe("ABORTED");
    expect(read(file)).toEqual(error.result);
    expect(readdirSync(folder)).toEqual(["result.json"]);
  });

  it("keeps an earlier result if it measures nothing", async () => {
    writeFileSync(file, "earlier");
    const signal = AbortSignal.abort();
    const error = await failureOf(runBenchmark({ ...inline, file, signal }));
    expect(error.code).toBe("ABORTED");
    expect(readFileSync(file, "utf8")).toBe("earlier");
    expect(readdirSync(folder)).toEqual(["result.json"]);
  });

  it.each([[5], [""], ["a\0b"]])("refuses the path %j", async (bad) => {
    const error = await failureOf(runBenchmark({ ...inline, file: bad as string }));
    expect(error.code).toBe("INVALID_OPTION");
  });

  it.each(["no/result.json", "."])("knows before it measures that %s cannot be written", async (path) => {
    const events = {
      phase() {
        throw new Error("it measured");
      },
    };
    const error = await failureOf(runBenchmark({ ...inline, file: join(folder, path), events }));
    expect(error.code).toBe("FILE_NOT_WRITTEN");
    expect(error.result).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(!canMount)("a run whose disk fills (skipped: this user may not mount)", () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = new SmallDisk(65_536);
    file = join(disk.path, "result.json");
    partial = join(disk.path, "result.partial.json");
  });
  afterEach(() => disk.end());

  it("says so after each row, goes on, and keeps the earlier result", async () => {
    const earlier = "e".repeat(60_000);
    writeFileSync(file, earlier);
    const failures: unknown[] = [];
    const stored = ({ failure }: Stored) => failures.push(failure?.code ?? null);
    const error = await failureOf(runBenchmark({ ...inline, file, events: { stored } }));
    // On a slow disk, the second row is only stored at the end.
    expect(new Set(failures)).toEqual(new Set(["FILE_NOT_WRITTEN"]));
    expect(error).toMatchObject({ code: "FILE_NOT_WRITTEN", message: expect.stringContaining("ENOSPC") });
    expect(error.result).toMatchObject({ status: "completed", timings: [{}, {}] });
    expect(readFileSync(file, "utf8")).toBe(earlier);
    expect(readdirSync(disk.path)).toEqual(["result.json"]);
  });

  it("stores all of it if there is room again at its end", async () => {
    const filler = join(disk.path, "filler");
    writeFileSync(filler, "f".repeat(60_000));
    const failures: unknown[] = [];
    const stored = ({ failure }: Stored) => failures.push(failure?.code ?? null);
    const round = () => rmSync(filler, { force: true });
    const result = await runBenchmark({ ...inline, maxTransmissions: 0, file, events: { stored, round } });
    // On a slow disk, the second row is only stored at the end.
    expect(failures[0]).toBe("FILE_NOT_WRITTEN");
    expect(failures.slice(1)).not.toContain("FILE_NOT_WRITTEN");
    expect(read(file)).toEqual(result);
  });

  it("keeps what was stored before it filled", async () => {
    const filler = join(disk.path, "filler");
    const stored = () => {
      const { size } = statSync(partial);
      writeFileSync(filler, "f".repeat(65_536 - 4_096 * Math.ceil(size / 4_096)));
    };
    const error = await failureOf(runBenchmark({ ...inline, file, events: { stored } }));
    expect(error.code).toBe("FILE_NOT_WRITTEN");
    expect(read(partial)).toMatchObject({ status: "running", timings: [{ label: "a" }], notRun: ["b"] });
  });
});
