import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchmarkResult } from "@wireduel/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAX_IMAGE_BYTES } from "./image.js";

/** One of the demo's programs as a real process, from the sources. */
class Program {
  output = "";
  errors = "";
  readonly ended: Promise<number | null>;
  readonly child: ChildProcess;

  constructor(
    name: "start" | "receiver" | "transmitter",
    env: Record<string, string>,
    args: string[] = [],
    within: readonly string[] = [],
  ) {
    const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
    const [command = "", ...rest] = [
      ...within,
      process.execPath,
      ...process.execArgv,
      "--import",
      "tsx",
      file,
      ...args,
    ];
    this.child = spawn(command, rest, {
      env: {
        PATH: process.env.PATH,
        RESULTS_DIR: folder,
        IMAGE_COUNT: "3",
        IMAGE_DELAY_MS: "20",
        WARMUP_COUNT: "2",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.on("data", (text) => (this.output += text));
    this.child.stderr?.on("data", (text) => (this.errors += text));
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
    running.add(this);
  }

  /** Resolves once its output has this. */
  async says(text: string | RegExp): Promise<string[]> {
    await expect.poll(() => this.output, { timeout: 20_000, interval: 20 }).toMatch(text);
    return [...(this.output.match(text) ?? [])];
  }
}

const running = new Set<Program>();
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-demo-"));
});

afterEach(async () => {
  for (const program of running) program.child.kill("SIGKILL");
  await Promise.all([...running].map((program) => program.ended));
  running.clear();
  rmSync(folder, { recursive: true, force: true });
});

const log = () => readFileSync(join(folder, "output.log"), "utf8");
const result = () => JSON.parse(readFileSync(join(folder, "result.json"), "utf8")) as BenchmarkResult;

/** A receiver on free ports, and what a transmitter needs to find it. */
async function startReceiver(env: Record<string, string> = {}, within: readonly string[] = []) {
  const ports = Object.fromEntries(
    ["CONTROL", "WS", "GRPC", "TCP"].map((name) => [`RECEIVER_${name}_PORT`, "0"]),
  );
  const receiver = new Program("receiver", { ...ports, ...env }, [], within);
  const [, port = ""] = await receiver.says(/control at http:\/\/127\.0\.0\.1:(\d+)/);
  return { receiver, RECEIVER_CONTROL_PORT: port };
}

describe("start", () => {
  it("runs both servers, reports both protocols, keeps the results, and ends with 0", async () => {
    const start = new Program("start", {});
    expect(await start.ended).toBe(0);
    expect(start.errors).toBe("");
    for (const title of ["WebSocket", "gRPC"]) {
      expect(start.output).toContain(`=== ${title} performance test: 3 images transfer ===`);
    }
    expect(start.output).toMatch(
      /Image 3 transmission time: [\d.]+ ms\n\nTotal transfer time \(including 20ms delays\): \d/,
    );
    expect(start.output.match(/3 images, all whole/g)).toHaveLength(2);
    expect(start.output.trimEnd().split("\n").at(-1)).toBe(
      `Results: ${join(folder, "output.log")} and ${join(folder, "result.json")}`,
    );

    const own = start.output
      .split("\n")
      .filter((line) => !line.startsWith("receiver:") && !line.startsWith("Results:"));
    expect(own.join("\n").trim()).toBe(log().trim());
    expect(
      result().timings.map((timing) => [timing.label, timing.clock.kind, timing.counts.acknowledged]),
    ).toEqual([
      ["WebSocket", "shared", 3],
      ["gRPC", "shared", 3],
    ]);
  });

  it("explains: one table of all variants, with windows as really advertised", async () => {
    const start = new Program("start", {}, ["--explain"]);
    expect(await start.ended).toBe(0);
    expect(log().match(/=== Comparison/g)).toHaveLength(1);
    expect(log()).toMatch(/JSON\.stringify of a Buffer made WebSocket [\d.]+ times as slow/);
    expect(log()).toContain("windows of 65535 bytes (grpc) and 16777216 bytes (grpc-wide)");
    expect(result().timings.every((timing) => timing.counts.acknowledged === 3)).toBe(true);
    expect(log()).toContain("wire bytes");
    for (const { wire, frameBytes, direction } of result().timings) {
      // Up is from the end that dials.
      const carried = direction === "upload" ? wire?.steady.upBytes : wire?.steady.downBytes;
      expect(carried).toBeGreaterThan((frameBytes / 3) * (wire?.steady.payloads ?? 0));
    }
    // The pass that counts them is not told of.
    expect(start.output.match(/^receiver: /gm)).toHaveLength(14);
  });

  it("puts a network between the servers", async () => {
    const start = new Program("start", { NETWORK: "6,0,500", ADAPTERS: "tcp,grpc" });
    expect(await start.ended).toBe(0);
    expect(log()).toContain("Between the ends: 6 ms each way, 500 Mbit/s.");
    for (const { transmissions } of result().timings) {
      for (const { transmissionMs } of transmissions) expect(transmissionMs).toBeGreaterThanOrEqual(6);
    }
  });

  it("sends the user's own image, found from the folder they typed in", async () => {
    writeFileSync(join(folder, "mine.bin"), Buffer.alloc(12_345, 1));
    const start = new Program("start", { INIT_CWD: folder, IMAGE_PATH: "mine.bin", ADAPTERS: "tcp" });
    expect(await start.ended).toBe(0);
    expect(result().settings.payloadBytes).toEqual([12_345]);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    [
      "does not exist",
      () => {},
      /^compose-demo: IMAGE_PATH: expected a file, got .*image, which does not exist\n$/,
    ],
    [
      "is empty",
      (path) => writeFileSync(path, ""),
      /^compose-demo: IMAGE_PATH: expected a file with something in it, got .*, which is empty\n$/,
    ],
    [
      "exceeds the limit",
      (path) => {
        writeFileSync(path, "");
        truncateSync(path, MAX_IMAGE_BYTES + 1);
      },
      /^compose-demo: IMAGE_PATH: expected a file of at most 67108864 bytes, got .* with 67108865\n$/,
    ],
  ])("says in one line that the image %s", async (_, make, message) => {
    const path = join(folder, "image");
    make(path);
    const start = new Program("start", { IMAGE_PATH: path });
    expect(await start.ended).toBe(2);
    expect(start.errors).toMatch(message);
    expect(start.output).toBe("");
  });

  it("says in one line that results cannot be kept", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const start = new Program("start", { RESULTS_DIR: file });
    expect(await start.ended).toBe(2);
    expect(start.errors).toMatch(
      /^compose-demo: RESULTS_DIR: expected a folder that can be written to, got .*\n$/,
    );
  });

  it("says in one line that a port is taken", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const start = new Program("start", { RECEIVER_GRPC_PORT: String(port) });
    expect(await start.ended).toBe(1);
    expect(start.errors).toMatch(
      new RegExp(
        `^compose-demo: grpc cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE.* \\[LISTEN_FAILED\\]\n$`,
      ),
    );
    taken.close();
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stops both ends at %s, and keeps what was measured", async (signal, code) => {
    const start = new Program("start", { IMAGE_DELAY_MS: "60000" });
    await start.says("Image 1 transmission time");
    start.child.kill(signal);
    expect(await start.ended).toBe(code);
    expect(result()).toMatchObject({ status: "aborted", notRun: ["gRPC"] });
    expect(result().timings[0]?.counts).toMatchObject({ sent: 1, acknowledged: 1 });
    expect(log()).toContain("Ended early: the caller ended the run (ABORTED)");
    expect(start.errors).toMatch(/^compose-demo: .*the caller ended the run \[ABORTED\]\n$/);
  });
});

/** Another monotonic clock on this machine: a time namespace, which takes Linux and root. */
const timeNamespace = ["unshare", "--time", "--monotonic", "100", "--fork", "--kill-child"];
const canUnshare = spawnSync(timeNamespace[0] as string, [...timeNamespace.slice(1), "true"]).status === 0;

describe("receiver and transmitter", () => {
  it.skipIf(!canUnshare)(
    "relate their clocks within the bound that they state, and say how (needs time namespaces)",
    async () => {
      const { receiver: _, ...where } = await startReceiver({}, timeNamespace);
      const transmitter = new Program("transmitter", where);
      expect(await transmitter.ended).toBe(0);
      for (const { clock, transmissions, sumOfTransmissionMs, warnings } of result().timings) {
        // On a busy machine the bound may be too wide for short times: then they come from acknowledgements.
        if (clock.kind === "shared") throw new Error("two time namespaces are two clocks");
        const offsetMs = clock.offsetMs ?? Number.NaN;
        expect(Math.abs(offsetMs - 100_000)).toBeLessThanOrEqual(clock.errorMs ?? Number.NaN);
        expect(clock.because).toBe("the two ends run in time namespaces with different offsets");
        expect(warnings.map(({ code }) => code)).toEqual(
          clock.kind === "ack-derived" ? ["ACK_DERIVED"] : expect.not.arrayContaining(["ACK_DERIVED"]),
        );
        for (const one of transmissions) {
          expect(one.transmissionMs).toBeLessThan(one.serviceMs as number);
          expect((one.encodeMs ?? 0) + (one.transportMs ?? 0) + (one.decodeMs ?? 0)).toBeCloseTo(
            one.transmissionMs as number,
            6,
          );
        }
        expect(sumOfTransmissionMs).toBeGreaterThan(0);
      }
      expect(log()).toMatch(/one-way times (cross clocks, within ±|are derived from acknowledgements)/);
    },
  );

  it("serve one run after the other", async () => {
    const { receiver, ...where } = await startReceiver({ RECEIVER_TOKEN: "x" });
    for (const run of [1, 2]) {
      const transmitter = new Program("transmitter", { ...where, RECEIVER_TOKEN: "x", ADAPTERS: "tcp" });
      expect(await transmitter.ended).toBe(0);
      await receiver.says(new RegExp(`(receiver: tcp, raw: 3 images, all whole\\s*){${run}}$`));
    }
    receiver.child.kill("SIGTERM");
    expect(await receiver.ended).toBe(0);
  });

  it("say in one line that the token is wrong", async () => {
    const { receiver: _, ...where } = await startReceiver({ RECEIVER_TOKEN: "right" });
    const transmitter = new Program("transmitter", { ...where, RECEIVER_TOKEN: "wrong" });
    expect(await transmitter.ended).toBe(1);
    expect(transmitter.errors).toMatch(/^compose-demo: the receiver wants its token.* \[UNAUTHORIZED\]\n$/);
  });

  it("say in one line that no receiver is there", async () => {
    const { receiver, ...where } = await startReceiver();
    receiver.child.kill("SIGKILL");
    await receiver.ended;
    const transmitter = new Program("transmitter", where);
    expect(await transmitter.ended).toBe(1);
    expect(transmitter.errors).toMatch(
      /^compose-demo: no receiver answers at http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED.*\n$/,
    );
  });

  it.each(["ws", "grpc", "grpc-unary", "tcp"])(
    "keep what was measured when the receiver is killed in the middle of %s",
    async (adapter) => {
      const { receiver, ...where } = await startReceiver();
      const transmitter = new Program("transmitter", {
        ...where,
        ADAPTERS: adapter,
        IMAGE_COUNT: "1000",
        IMAGE_DELAY_MS: "50",
      });
      await transmitter.says("Image 3 transmission time");
      receiver.child.kill("SIGKILL");
      expect(await transmitter.ended).toBe(1);
      expect(transmitter.errors).toMatch(/^compose-demo: .*\[RECEIVER_LOST\]\n$/);
      expect(result().status).toBe("failed");
      expect(result().timings[0]?.counts.acknowledged).toBeGreaterThanOrEqual(3);
      expect(log()).toContain("so it ranks nothing");
    },
  );
});
