import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Adapter, Protocol } from "../adapter/contract.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { memory } from "../testing/memory-adapter.js";
import { runBenchmark } from "./run-benchmark.js";

const base = { payload: { sizeBytes: 20_000, seed: 3 }, count: 6, warmupCount: 2 };

/** The memory adapter with part of its protocol replaced. */
function memoryWith(part: Partial<Protocol>): Adapter {
  const { protocol, ...settings } = memory();
  return { ...settings, protocol: { ...protocol, ...part } };
}

describe.concurrent("a module that runs a benchmark while it loads", { timeout: 120_000 }, () => {
  const runsItself = new URL("../../transpiled/fixtures/runs-itself.js", import.meta.url);
  const importsIt = `await import(${JSON.stringify(runsItself.href)});`;
  const markReceiver = `import { markReceiverProcess } from ${JSON.stringify(
    new URL("../../transpiled/process/inside-receiver.js", import.meta.url).href,
  )}; markReceiverProcess();`;
  /** The code that a program prints first. */
  const codeOf = async (...args: string[]) => {
    const flags = process.execArgv;
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...args], { timeout: 100_000 });
    return /^\w+/.exec(stdout)?.[0];
  };

  it("is refused if it is the main script, before a process is forked", async () => {
    expect(await codeOf(fileURLToPath(runsItself))).toBe("ADAPTER_NOT_LOADABLE");
  });

  it("is refused if it waits for its own run", async () => {
    expect(await codeOf("--input-type=module", "--eval", importsIt)).toBe("ADAPTER_NOT_LOADABLE");
  });

  it("is refused in a receiver process", async () => {
    const code = await codeOf("--input-type=module", "--eval", `${markReceiver} ${importsIt}`);
    expect(code).toBe("INSIDE_RECEIVER");
  });
});

describe("an adapter that a receiver process cannot create", () => {
  const noFactory = new URL("../../transpiled/testing/fixtures/no-factory.js", import.meta.url).href;
  const codec = {
    name: "mine",
    encode: () => [],
    decode: () => ({ sequence: 0, payload: new Uint8Array(0) }),
  };

  it.each<[string, Adapter, string]>([
    ["without a module", memory(), "memory"],
    ["whose module exports no factory", memoryWith({ module: noFactory }), noFactory],
    ["with a codec without a module", chaos({ codec }), '"mine"'],
  ])("is refused: %s", async (_, adapter, name) => {
    const error = await failureOf(runBenchmark({ ...base, adapters: [adapter] }));
    expect(error.code).toBe("ADAPTER_NOT_LOADABLE");
    expect(error.message).toContain(name);
    expect(error.result).toBeUndefined();
  });
});

describe("an adapter that cannot dial", () => {
  const inline = { ...base, receiver: "inline" } as const;

  it("ends the run with the reason of the adapter", async () => {
    const adapter = memoryWith({ dial: () => Promise.reject(new Error("no route")) });
    const error = await failureOf(runBenchmark({ ...inline, adapters: [adapter] }));
    expect(error).toMatchObject({ code: "CONNECT_FAILED", result: { notRun: ["Memory"] } });
    expect(error.message).toContain("no route");
    expect(error.message).toContain("memory:");
  });

  it("ends the run when dialling takes longer than `connectTimeoutMs`", async () => {
    const adapter = memoryWith({ dial: () => new Promise<never>(() => {}) });
    const error = await failureOf(runBenchmark({ ...inline, adapters: [adapter], connectTimeoutMs: 50 }));
    expect(error).toMatchObject({ code: "CONNECT_FAILED", result: { notRun: ["Memory"] } });
  });
});
