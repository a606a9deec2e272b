import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { runBenchmark } from "./run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";

const base = { payload: { sizeBytes: 20_000, seed: 3 }, count: 6, warmupCount: 2 };

describe("adapters and processes", () => {
  const runsItself = fileURLToPath(new URL("../fixtures/runs-itself.ts", import.meta.url));
  const importsIt = `import ${JSON.stringify(new URL("../fixtures/runs-itself.ts", import.meta.url).href)};`;
  const node = (...args: string[]) => {
    return promisify(execFile)(process.execPath, [...process.execArgv, "--import", "tsx", ...args], {
      timeout: 60_000,
    });
  };

  it("refuses an adapter that the script itself defines, before it forks", async () => {
    const { stdout } = await node(runsItself);
    expect(stdout).toMatch(
      /^ADAPTER_NOT_LOADABLE: itself is defined in the script that was started .*move the adapter/,
    );
  });

  it("refuses a module that waits for its own run", async () => {
    const { stdout } = await node("--input-type=module", "--eval", importsIt);
    expect(stdout).toMatch(/^ADAPTER_NOT_LOADABLE: itself: cannot load .*does it wait for `runBenchmark`/);
  }, 60_000);

  it("refuses to run in a receiver process", async () => {
    const mark = new URL("../process/inside-receiver.ts", import.meta.url).href;
    const { stdout } = await node(
      "--input-type=module",
      "--eval",
      `import { markReceiverProcess } from ${JSON.stringify(mark)}; markReceiverProcess(); await import(${JSON.stringify(new URL("../fixtures/runs-itself.ts", import.meta.url).href)});`,
    );
    expect(stdout).toMatch(
      /^INSIDE_RECEIVER: .*move the adapter into a module of its own, or use `receiver: "inline"`/,
    );
  });

  it("refuses an adapter without a module, unless inline", async () => {
    const error = await failureOf(runBenchmark({ ...base, adapters: [memory()] }));
    expect(error.code).toBe("ADAPTER_NOT_LOADABLE");
    expect(error.message).toMatch(/^memory: a receiver process cannot make this adapter/);
  });

  it("refuses a module whose default export is no factory", async () => {
    const module = new URL("../testing/fixtures/no-factory.ts", import.meta.url).href;
    const error = await failureOf(runBenchmark({ ...base, adapters: [{ ...memory(), module }] }));
    expect(error.code).toBe("ADAPTER_NOT_LOADABLE");
    expect(error.message).toMatch(/is not an adapter factory/);
  });

  it("refuses a codec that another process cannot load", async () => {
    const codec = {
      name: "mine",
      encode: () => [],
      decode: () => ({ sequence: 0, payload: new Uint8Array(0) }),
    };
    const error = await failureOf(runBenchmark({ ...base, adapters: [chaos({ codec })] }));
    expect(error.code).toBe("ADAPTER_NOT_LOADABLE");
    expect(error.message).toMatch(/the codec "mine", as it names no `module`/);
  });

  it("fails with the adapter's own words when nothing can be dialled", async () => {
    const adapter = { ...chaos(), dial: () => Promise.reject(new Error("no route")) };
    const error = await failureOf(runBenchmark({ ...base, adapters: [adapter], connectTimeoutMs: 5_000 }));
    expect(error).toMatchObject({ code: "CONNECT_FAILED", result: { notRun: ["chaos"] } });
    expect(error.message).toMatch(/^chaos at tcp:.*: no route$/);
  });

  it("fails when dialling takes too long", async () => {
    const adapter = { ...memory(), dial: () => new Promise<never>(() => {}) };
    const error = await failureOf(
      runBenchmark({ ...base, adapters: [adapter], receiver: "inline", connectTimeoutMs: 50 }),
    );
    expect(error.code).toBe("CONNECT_FAILED");
    expect(error.message).toMatch(/gave no answer within 50 ms/);
  });
});
