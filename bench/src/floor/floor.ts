// `pnpm bench floor`: how far Node's own sockets are from C on this machine, and how far core is from them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../cells/cell.js";
import type { OptionValues } from "../command-line.js";
import { balancedBlocks } from "../internals.js";
import { attempt } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { beginLines, readLines, type StoredLines } from "../results/stored-lines.js";
import { formatFloor } from "./floor-table.js";
import { measureFloor } from "./measure-floor.js";
import {
  BULK_IN_FLIGHT,
  type FloorMeasured,
  type FloorSettings,
  MEASURE_MS,
  SUBJECTS,
  type Subject,
  TASKS,
} from "./plan.js";
import { toolVersions } from "./tools.js";

const SEED = 1;

/** @throws UsageError if sockperf or iperf3 is not installed */
export default async function floor(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { rounds = 12, out = MEASURED_FOLDER } = options;
  const tools = toolVersions();
  const path = join(String(out), "floor.jsonl");
  const settings: FloorSettings = {
    rounds: Number(rounds),
    measureMs: MEASURE_MS,
    bulkInFlight: BULK_IN_FLIGHT,
    tools,
  };
  const append = beginLines<FloorMeasured, FloorSettings>(path, command, settings);
  await interruptible(async (signal) => {
    for (const [index, order] of balancedBlocks(SUBJECTS.length, settings.rounds, SEED).entries()) {
      const round = index + 1;
      for (const task of TASKS) {
        for (const place of order) {
          const subject = SUBJECTS[place] as Subject;
          const name = `floor: ${task.kind} ${formatBytes(task.bytes)}, ${subject}, round ${round}`;
          const numbers = await attempt(name, signal, () => measureFloor(subject, task, signal));
          if (numbers) append({ ...task, subject, round, ...numbers });
        }
      }
    }
  });
  const text = formatFloor(readLines(path) as StoredLines<FloorMeasured, FloorSettings>);
  writeFileSync(join(String(out), "floor.md"), text);
  process.stdout.write(text);
}
