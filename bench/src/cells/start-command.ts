import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { descendantsOf, processorTimeUs } from "../processes/linux-processes.js";

/** As it is on npm. In a clone, the program in `bin` looks first whether the build is out of date. */
const COMMAND = fileURLToPath(new URL("../../../packages/cli/dist/main.js", import.meta.url));
const PRELOAD = new URL("./tell-first-payload.js", import.meta.url).href;
const ARGS = ["ws", "grpc", "--quick"];
const TIMEOUT_MS = 60_000;

/** How long the command took, and what its processes used. */
export interface Started {
  readonly ms: number;
  /** The CPU time of all its processes. In steps of 10 ms. 0 where the system does not say it. */
  readonly cpuMs: number;
}

/**
 * Starts `wireduel ws grpc --quick`, and resolves when its first payload has arrived, or, with `--dry-run`, when it has loaded its
 * modules and printed its plan. Ends it then.
 * @throws Error if it ends before
 */
export async function startCommand(dryRun: boolean): Promise<Started> {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  // The command makes a folder for its results.
  const cwd = await mkdtemp(join(tmpdir(), "wireduel-bench-"));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [COMMAND, ...ARGS, ...(dryRun ? ["--dry-run"] : [])], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: `--import=${PRELOAD}`, BENCH_TELL_PORT: String(port) },
  });
  const ended = once(child, "close");
  let printed = "";
  child.stderr.on("data", (text) => {
    printed += text;
  });
  // Otherwise a full pipe would stop it.
  child.stdout.resume();
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const arrived = dryRun ? once(child.stdout, "data", { signal }) : once(server, "connection", { signal });
    const how = ended.then(([code]) => {
      throw new Error(`${ARGS.join(" ")} ended with ${code}: ${printed}`);
    });
    await Promise.race([arrived, how]);
    const ms = performance.now() - startedAt;
    const pid = child.pid as number;
    const all = process.platform === "linux" ? [pid, ...descendantsOf(pid)] : [];
    return { ms, cpuMs: all.reduce((sum, one) => sum + (processorTimeUs(one) ?? 0), 0) / 1_000 };
  } finally {
    child.kill("SIGKILL");
    await ended;
    server.close();
    await rm(cwd, { recursive: true, force: true });
  }
}
