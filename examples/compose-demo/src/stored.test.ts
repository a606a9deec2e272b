// What is left of a run that was killed, or whose disk was full.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseResult } from "@wireduel/core";
import { describe, expect } from "vitest";
import { it } from "./fixtures/programs.js";

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
