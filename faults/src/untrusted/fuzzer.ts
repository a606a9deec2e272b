import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Order, Report } from "./fuzz-process.js";
import { childFlags } from "./internals.js";

const PROGRAM = fileURLToPath(new URL("./fuzz-process.ts", import.meta.url));
/** The heap of the process. A decoder that needs more ends it. */
const MOST_HEAP_MIB = 1_500;
/** Without news for so long, the decoder hangs. Even a busy machine decodes an input in a hundredth of that. */
const HANGS_AFTER_MS = 90_000;

/** Fuzzes decoders in a process that it watches. After a failure the next decoder gets a new one. */
export class Fuzzer {
  readonly #folder = mkdtempSync(join(tmpdir(), "wireduel-fuzz-"));
  #child: ChildProcess | undefined;

  /**
   * Tries a decoder.
   * @returns how many inputs it got
   * @throws Error that says what it did with which input
   */
  async try(order: Omit<Order, "lastInput">): Promise<number> {
    const lastInput = join(this.#folder, "input");
    this.#child ??= fork(PROGRAM, [], {
      execArgv: [...childFlags([PROGRAM]), `--max-old-space-size=${MOST_HEAP_MIB}`],
      // What a killed process leaves is in the folder of this one.
      env: { ...process.env, TMPDIR: this.#folder },
      stdio: ["ignore", 2, 2, "ipc"],
    });
    const child = this.#child;
    try {
      return await new Promise<number>((resolve, reject) => {
        const lost = (how: string) => {
          const { decoder, seed } = order;
          reject(new Error(`${decoder}: ${how}; seed ${seed}, input ${inputIn(lastInput)}`));
        };
        const hangs = setTimeout(() => lost("it hangs"), HANGS_AFTER_MS);
        const ended = (_: number | null, signal: string | null) =>
          lost(`its process ended${signal ? ` with ${signal}` : ""}`);
        const heard = (report: Report) => {
          hangs.refresh();
          if ("decoded" in report) return;
          clearTimeout(hangs);
          child.off("message", heard).off("exit", ended);
          if ("inputs" in report) resolve(report.inputs);
          else reject(new Error(report.failure));
        };
        child.on("message", heard).on("exit", ended);
        child.send({ ...order, lastInput } satisfies Order);
      });
    } catch (error) {
      await this.#end();
      throw error;
    }
  }

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await exited;
  }
}

function inputIn(file: string): string {
  try {
    return JSON.stringify(readFileSync(file).toString("latin1").slice(0, 2_000));
  } catch {
    return "none";
  }
}
