import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { allEnded, type Process, processesBelow } from "../fixtures/processes.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { startAhead } from "./index.js";

const options = { adapters: [chaos()], payload: { sizeBytes: 100 }, count: 3, warmupCount: 0 };
const MODULE = chaos().protocol.module as string;
const OTHER = new URL("../../transpiled/testing/fixtures/no-factory.js", import.meta.url).href;

const senders = (): Process[] =>
  processesBelow(process.pid).filter(({ command }) => command.includes("sender-process"));

describe.runIf(process.platform === "linux")(
  "a sender process that was started ahead",
  { timeout: 120_000 },
  () => {
    it("is that of the first round, and of no other", async () => {
      startAhead(MODULE);
      const [ahead] = senders();
      const rounds: number[][] = [];
      const pause = ({ next }: { readonly next: string }) => {
        if (next === "measure") rounds.push(senders().map(({ pid }) => pid));
      };
      const { status } = await runBenchmark({ ...options, rounds: 2, events: { pause } });
      expect(status).toBe("completed");
      expect(rounds).toEqual([[ahead?.pid], [expect.any(Number)]]);
      expect(rounds[1]).not.toEqual(rounds[0]);
    });

    it.each([
      ["has no sender process", MODULE, 1],
      ["has another adapter", OTHER, 2],
    ])("ends if the run %s", async (_, module, rounds) => {
      startAhead(module);
      const before = senders();
      expect(before).toHaveLength(1);
      const { status } = await runBenchmark({ ...options, rounds });
      expect(status).toBe("completed");
      await allEnded(before);
    });

    it("does not keep the program alive, whatever its module does", async () => {
      const entry = new URL("../../transpiled/ahead/index.js", import.meta.url).href;
      const program = `import { startAhead } from ${JSON.stringify(entry)}; startAhead("file:///nowhere.js");`;
      const args = ["--input-type=module", "--eval", program];
      const { stderr } = await promisify(execFile)(process.execPath, args, { timeout: 100_000 });
      expect(stderr).toBe("");
    });
  },
);
