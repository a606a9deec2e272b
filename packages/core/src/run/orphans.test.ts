// No process of a run outlives the one that started it, however that one died.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { allEnded, type Process, processesBelow, signal, until } from "../fixtures/processes.js";

const PROGRAM = fileURLToPath(new URL("../../transpiled/run/fixtures/stores-rounds.js", import.meta.url));
const SEVERAL = { rounds: 1_000, network: { delayMs: 1 } };
const SINGLE = { rounds: 1, count: 1_000_000, delayMs: 1, network: { delayMs: 1 } };

/** A program that measures, in a temporary folder of its own. */
class Measuring {
  readonly #folder = mkdtempSync(join(tmpdir(), "wireduel-orphans-"));
  readonly #child;

  constructor(options: object) {
    const args = [PROGRAM, join(this.#folder, "result.json"), JSON.stringify(options)];
    this.#child = spawn(process.execPath, args, {
      env: { ...process.env, TMPDIR: this.#folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => {
      this.#child.kill("SIGKILL");
      rmSync(this.#folder, { recursive: true });
    });
  }

  /** Resolves when something was measured. */
  async measured(): Promise<void> {
    await once(this.#child.stdout, "data");
  }

  /** Resolves with its processes as soon as one of them runs each of these programs. */
  async processes(programs: readonly string[]): Promise<readonly Process[]> {
    const found = () => processesBelow(this.#child.pid as number);
    const has = (name: string) => found().some(({ command }) => command.includes(name));
    await until(() => programs.every(has));
    return found();
  }

  /** Stops the processes that run a program as soon as there are some. Resolves with all processes. */
  async stopped(program: string): Promise<readonly Process[]> {
    const found = await this.processes([program]);
    signal(
      found.filter(({ command }) => command.includes(program)),
      "SIGSTOP",
    );
    // What started them is perhaps still about to tell its guard of them.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return processesBelow(this.#child.pid as number);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal);
    await once(this.#child, "exit");
  }
}

describe.runIf(process.platform === "linux")(
  "after SIGKILL, no process is left",
  { timeout: 240_000 },
  () => {
    const all = ["sender-process", "receiver-process", "tap-process"];

    it.each<[string, readonly string[], object]>([
      ["nothing", [], SEVERAL],
      ["the sender processes", ["sender-process"], SEVERAL],
      ["the receiver processes and the taps", ["receiver-process", "tap-process"], SEVERAL],
      ["the guards", ["wireduel-guard"], SEVERAL],
      ["all but the guards", all, SEVERAL],
      ["the receiver process of a single round", ["receiver-process"], SINGLE],
      ["the guard of a single round", ["wireduel-guard"], SINGLE],
    ])("although %s had been stopped", async (_, stopped, options) => {
      const run = new Measuring(options);
      if (options === SEVERAL) await run.measured();
      const expected = options === SEVERAL ? all : ["receiver-process", "tap-process"];
      const processes = await run.processes([...expected, "wireduel-guard"]);
      const chosen = processes.filter(({ command }) => stopped.some((name) => command.includes(name)));
      expect(chosen.length > 0).toBe(stopped.length > 0);
      signal(chosen, "SIGSTOP");
      await run.kill("SIGKILL");
      await allEnded(processes);
    });

    it("although the sender process had just started and was stopped", async () => {
      const run = new Measuring(SEVERAL);
      const processes = await run.stopped("sender-process");
      await run.kill("SIGKILL");
      await allEnded(processes);
    });

    it("of a sender process, although its receiver process had just started and was stopped", async () => {
      const run = new Measuring(SEVERAL);
      const processes = await run.stopped("receiver-process");
      const senders = processes.filter(({ command }) => command.includes("sender-process"));
      signal(senders, "SIGKILL");
      await allEnded(processes);
    });
  },
);
