// What is left of a run that was killed, or whose disk was full.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseResult } from "@wireduel/core";
import { describe, expect } from "vitest";
import { it, type Program } from "./fixtures/programs.js";

/** A file system with room for 64 kB, which needs Linux and root. */
function mount(path: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", path]).status === 0;
}
const probe = mkdtempSync(join(tmpdir(), "compose-demo-"));
const canMount = mount(probe);
if (canMount) spawnSync("umount", [probe]);
rmSync(probe, { recursive: true });

describe.concurrent("the result", { timeout: 120_000 }, () => {
  it("of finished protocols is kept after SIGKILL, beside that of an earlier run", async ({ programs }) => {
    const { folder } = programs;
    writeFileSync(join(folder, "result.json"), "earlier");
    const { where } = await programs.startReceiver();
    const env = { ...where, ADAPTERS: "tcp,ws", IMAGE_DELAY_MS: "500" };
    const transmitter = programs.start("transmitter", { env });
    await transmitter.prints(/=== WebSocket performance test/);
    transmitter.child.kill("SIGKILL");
    await transmitter.ended;
    expect(parseResult(readFileSync(join(folder, "result.partial.json"), "utf8"))).toMatchObject({
      status: "running",
      timings: [{ label: "TCP" }],
      notRun: ["WebSocket"],
    });
    expect(readFileSync(join(folder, "result.json"), "utf8")).toBe("earlier");
  });

  it.skipIf(!canMount)(
    "of an earlier run is kept if the disk is full (skipped: this user may not mount)",
    async ({ programs }) => {
      const disk = join(programs.folder, "disk");
      mkdirSync(disk);
      expect(mount(disk)).toBe(true);
      try {
        const earlier = "e".repeat(60_000);
        writeFileSync(join(disk, "result.json"), earlier);
        const start = programs.start("start", { env: { RESULTS_DIR: disk } });
        expect(await start.ended).toBe(1);
        expect(start.errors).toMatch(/^compose-demo: .*ENOSPC.* \[FILE_NOT_WRITTEN\]$/m);
        expect(start.output).toContain("=== gRPC performance test");
        expect(readFileSync(join(disk, "result.json"), "utf8")).toBe(earlier);
        expect(readdirSync(disk)).not.toContain("result.partial.json");
      } finally {
        spawnSync("umount", [disk]);
      }
    },
  );
});

/** Kills the receiver or the transmitter that `start` has started, as soon as there is one. */
async function killChild({ child }: Program, name: "receiver" | "transmitter"): Promise<void> {
  for (;;) {
    const pids = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").split(" ");
    const found = pids.find(
      (pid) => pid !== "" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`${name}.js`),
    );
    if (found !== undefined) {
      process.kill(Number(found), "SIGKILL");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// /proc lists the processes.
describe
  .runIf(process.platform === "linux")
  .concurrent("a server that is killed", { timeout: 120_000 }, () => {
    it("before it listens, is reported in one line, and the demo ends with 1", async ({ programs }) => {
      const start = programs.start("start");
      await killChild(start, "receiver");
      expect(await start.ended).toBe(1);
      expect(start.errors).toMatch(/^compose-demo: stopped by SIGKILL; nothing was measured\n$/);
    });

    it("during the run, is reported in one line, and the demo ends with 1", async ({ programs }) => {
      const start = programs.start("start", { env: { IMAGE_COUNT: "1000", IMAGE_DELAY_MS: "100" } });
      await start.prints(/Image 3 transmission time/);
      await killChild(start, "receiver");
      expect(await start.ended).toBe(1);
      expect(start.errors).toMatch(/^compose-demo: .* \[RECEIVER_LOST\]\n$/);
      expect(programs.result().status).toBe("failed");
    });

    it("as the transmitter, leaves what was finished, and the last line names it", async ({ programs }) => {
      const env = { ADAPTERS: "tcp,ws", IMAGE_DELAY_MS: "1000" };
      const start = programs.start("start", { env });
      await start.prints(/=== WebSocket performance test/);
      await killChild(start, "transmitter");
      expect(await start.ended).toBe(1);
      expect(start.errors).toMatch(/^compose-demo: stopped by SIGKILL; .*result\.partial\.json\n$/);
    });
  });

describe("a program that waits for what never happens", () => {
  it("ends with 1 instead of an exit code of Node", async () => {
    const program = JSON.stringify(new URL("../transpiled/program.js", import.meta.url).href);
    const code = `import { runProgram } from ${program}; await runProgram([], () => new Promise(() => {}));`;
    const args = [...process.execArgv, "--input-type=module", "--eval", code];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    expect(await once(child, "exit")).toEqual([1, null]);
  });
});
