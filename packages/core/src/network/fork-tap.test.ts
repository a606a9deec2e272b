import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "../fixtures/failure-of.js";
import { checkNetwork } from "../options/network-option.js";
import { randomBytes } from "../payload/random.js";
import { childFlags } from "../process/child-flags.js";
import { dial, listen, readAll } from "./fixtures/sockets.js";
import { forkTap, type Tap } from "./fork-tap.js";
import type { Network } from "./network.js";

const TIMEOUT_MS = 20_000;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function setUp(network: Network | null) {
  const target = await listen();
  open.push(() => target.close());
  const tap = await forkTap({
    bind: "127.0.0.1",
    host: "127.0.0.1",
    port: target.port,
    network,
    timeoutMs: TIMEOUT_MS,
  });
  open.push(() => tap.close());
  return { target, tap };
}

function isAlive({ processId }: Pick<Tap, "processId">): boolean {
  try {
    return process.kill(processId as number, 0);
  } catch {
    return false;
  }
}

describe("forkTap", () => {
  it.each([null, checkNetwork("lan"), checkNetwork({ delayMs: 3, rateMbps: 500 })])(
    "passes bytes on in another process, and counts them: %o",
    async (network) => {
      const { target, tap } = await setUp(network);
      expect(tap.processId).not.toBe(process.pid);
      const dialler = await dial(tap.port);
      open.push(() => dialler.destroy());
      const far = await target.accept();
      const bytes = Buffer.from(randomBytes(4_000_000, 1));
      const echo = readAll(dialler);
      far.pipe(far);
      dialler.end(bytes);
      expect((await echo).equals(bytes)).toBe(true);

      const reading = await tap.read();
      expect(reading.connections).toBe(1);
      expect(reading.up.bytes).toBe(bytes.byteLength);
      expect(reading.down.bytes).toBe(bytes.byteLength);
      expect(reading.up.heldMs === null).toBe(network === null);
    },
  );

  it("leaves no process after close, even with an open connection or a second close", async () => {
    const { target, tap } = await setUp(checkNetwork("wan"));
    const dialler = await dial(tap.port);
    await target.accept();
    expect(isAlive(tap)).toBe(true);
    const ended = once(dialler.resume(), "close");
    dialler.on("end", () => dialler.destroy());
    await Promise.all([tap.close(), tap.close()]);
    expect(isAlive(tap)).toBe(false);
    await ended;
    await tap.close();
    await expect(tap.read()).rejects.toMatchObject({ code: "CONNECT_FAILED" });
  });

  it("reports that its process was killed, and rejects further calls", async () => {
    const { tap } = await setUp(null);
    process.kill(tap.processId as number, "SIGKILL");
    expect(await tap.lost).toContain("SIGKILL");
    expect((await failureOf(tap.read())).code).toBe("CONNECT_FAILED");
    await tap.close();
  });

  it("ignores Ctrl-C, which its parent handles", async () => {
    const { tap } = await setUp(null);
    process.kill(tap.processId as number, "SIGINT");
    expect(await tap.read()).toMatchObject({ connections: 0 });
    expect(await tap.read()).toMatchObject({ connections: 0 });
  });

  it("rejects if a tap does not start in time", async () => {
    const error = await failureOf(
      forkTap({ bind: "127.0.0.1", host: "127.0.0.1", port: 1, network: null, timeoutMs: 1 }),
    );
    expect(error.code).toBe("CONNECT_FAILED");
  });

  it("gives up when its signal aborts", async () => {
    const reason = new Error("enough");
    const starting = forkTap({
      bind: "127.0.0.1",
      host: "127.0.0.1",
      port: 1,
      network: null,
      timeoutMs: TIMEOUT_MS,
      signal: AbortSignal.abort(reason),
    });
    await expect(starting).rejects.toBe(reason);
  });

  it("ends with its parent", async () => {
    const entry = new URL("./tap-process.ts", import.meta.url);
    const child = fork(fileURLToPath(entry), [], { execArgv: childFlags([entry.href]) });
    child.send({ id: 1, call: "read", args: [] });
    // The process runs, but the tap has not been started.
    expect((await once(child, "message"))[0]).toMatchObject({ id: 1, error: { code: "CONNECT_FAILED" } });
    child.disconnect();
    expect((await once(child, "exit"))[0]).toBe(0);
  });
});
