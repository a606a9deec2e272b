// `pnpm bench senders`: what several senders carry, and what many of them cost the process that coordinates the run.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionValues } from "../command-line.js";
import { attempt } from "../processes/attempt.js";
import { forkAndWait } from "../processes/fork-and-wait.js";
import { interruptible } from "../processes/interruptible.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { beginLines, readLines, type StoredLines } from "../results/stored-lines.js";
import { measureCoordinator } from "./coordinator.js";
import type { SendersMeasured, SendersSettings, ThroughputMeasured } from "./plan.js";
import { formatSenders } from "./senders-table.js";
import { PROTOCOLS, type ThroughputPlace } from "./throughput.js";

const THROUGHPUT = new URL("throughput-process.js", import.meta.url);

const LOCAL = [1, 2, 4, 8];
const JOINED = [1, 10, 100, 200, 500, 1_000];

export default async function senders(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { rounds = 5, most = 1_000, out = MEASURED_FOLDER } = options;
  const path = join(String(out), "senders.jsonl");
  const settings: SendersSettings = {
    rounds: Number(rounds),
    payloadBytes: 100,
    concurrency: 256,
    durationMs: 2_000,
    reported: 10_000,
  };
  const append = beginLines<SendersMeasured, SendersSettings>(path, command, settings);
  const upTo = (counts: readonly number[]) => counts.filter((count) => count <= Number(most));
  await interruptible(async (signal) => {
    const measure = async (name: string, one: () => Promise<SendersMeasured>) => {
      const measured = await attempt(name, signal, one);
      if (measured) append(measured);
    };
    for (let round = 1; round <= settings.rounds; round++) {
      for (const protocol of Object.keys(PROTOCOLS)) {
        for (const count of upTo(LOCAL)) {
          await measure(`senders: ${protocol}, ${count}, round ${round}`, () =>
            inProcess({ protocol, senders: count, round }, settings, signal),
          );
        }
      }
      for (const count of upTo(JOINED)) {
        await measure(`senders: ${count} simulated, round ${round}`, () =>
          measureCoordinator({ senders: count, reported: settings.reported }, round, signal),
        );
      }
    }
  });
  const text = formatSenders(readLines(path) as StoredLines<SendersMeasured, SendersSettings>);
  writeFileSync(join(String(out), "senders.md"), text);
  process.stdout.write(text);
}

function inProcess(
  place: ThroughputPlace,
  settings: SendersSettings,
  signal: AbortSignal,
): Promise<ThroughputMeasured> {
  const args = [JSON.stringify([place, settings])];
  return forkAndWait(THROUGHPUT, { name: "the run", args, signal });
}
