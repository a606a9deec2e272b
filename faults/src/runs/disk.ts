import { execFileSync } from "node:child_process";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SmallDisk } from "../test-internals.js";

const BYTES = 1_048_576;
const BLOCK = Buffer.alloc(4_096);

/** A disk of a test, which can be filled and made read-only. */
export class HarmedDisk {
  readonly #disk = new SmallDisk(BYTES);

  path(...names: readonly string[]): string {
    return join(this.#disk.path, ...names);
  }

  /** Leaves no room at all. */
  fill(): void {
    try {
      for (;;) appendFileSync(this.path("filler"), BLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }

  /** There is room again. */
  empty(): void {
    rmSync(this.path("filler"), { force: true });
  }

  /** Nothing can be written to it any more. */
  makeReadOnly(): void {
    execFileSync("mount", ["-o", "remount,ro", this.#disk.path], { stdio: "pipe" });
  }

  end(): void {
    this.#disk.end();
  }
}
