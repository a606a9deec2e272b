import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchmarkOptions, runBenchmark } from "@wireduel/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tcp } from "./adapter.js";

type Given = NonNullable<Parameters<typeof tcp>[0]>;

// URLs would change the space and the per cent sign.
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "a %20b-"));
  vi.stubEnv("TMPDIR", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** What is left in the folder, besides the cache of tsx. */
const left = () => readdirSync(folder).filter((entry) => !entry.startsWith("tsx-"));

const sockets = () =>
  readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(".sock"));

/** Runs once. Returns what `look` saw during the run. */
async function lookDuring<T>(
  options: Given,
  look: () => T,
  more: Partial<BenchmarkOptions> = {},
): Promise<T[]> {
  const seen: T[] = [];
  const { status, timings } = await runBenchmark({
    adapters: [tcp(options)],
    payload: { sizeBytes: 100_000 },
    count: 3,
    warmupCount: 0,
    events: { transmission: () => void seen.push(look()) },
    ...more,
  });
  expect(status).toBe("completed");
  expect(timings[0]?.adapter.unixSocket).toBe(true);
  expect(timings[0]?.rounds[0]?.counts).toMatchObject({ acknowledged: 3, damaged: 0 });
  return seen;
}

describe("a Unix socket", () => {
  it.each<Given>([{}, { direction: "push" }, { profile: "tuned" }])(
    "is made for a round, and removed afterwards: %j",
    async (options) => {
      const made = await lookDuring({ ...options, unixSocket: true }, sockets);
      expect(made.map(({ length }) => length)).toEqual([1, 1, 1]);
      expect(left()).toEqual([]);
    },
  );

  it("has the given path, also for rows one after the other, and is removed afterwards", async () => {
    const path = join(folder, "given.sock");
    for (const receiver of ["process", "inline"] as const) {
      const seen = await lookDuring({ unixSocket: path }, () => existsSync(path), { receiver });
      expect(seen).toEqual([true, true, true]);
      expect(left()).toEqual([]);
    }
  });

  it("carries several connections", async () => {
    const load = { kind: "closed-loop", concurrency: 3, count: 3 } as const;
    await lookDuring({ unixSocket: true }, () => undefined, { load, count: undefined, connections: 3 });
  });

  it("fails the run if its folder does not exist", async () => {
    const unixSocket = join(folder, "missing", "a.sock");
    const running = runBenchmark({ adapters: [tcp({ unixSocket })], payload: new Uint8Array(1) });
    await expect(running).rejects.toMatchObject({ code: "LISTEN_FAILED" });
    await expect(running).rejects.toThrow(unixSocket);
  });

  it.each([
    ["SIGKILL", "upload", 1],
    ["SIGKILL", "push", 1],
    ["SIGKILL", "upload", 2],
    ["SIGKILL", "push", 2],
    ["SIGTERM", "push", 1],
  ] as const)("is removed if the caller ends with %s: %s, rounds: %d", async (signal, direction, rounds) => {
    const program = fileURLToPath(new URL("../transpiled/fixtures/measures-for-long.js", import.meta.url));
    const args = ["--conditions=@wireduel/source", program];
    const child = spawn(process.execPath, [...args, JSON.stringify({ direction, rounds })]);
    const exit = once(child, "exit");
    await expect.poll(sockets, { timeout: 60_000 }).toHaveLength(1);
    child.kill(signal);
    await exit;
    await expect.poll(left, { timeout: 60_000 }).toEqual([]);
  });
});
