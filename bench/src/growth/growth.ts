// `pnpm bench growth`: what a message, a run and a result cost as connections, payloads in flight, sizes, rows and rounds grow.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionValues } from "../command-line.js";
import { attempt } from "../processes/attempt.js";
import { forkAndWait } from "../processes/fork-and-wait.js";
import { interruptible } from "../processes/interruptible.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { beginLines, readLines, type StoredLines } from "../results/stored-lines.js";
import { formatGrowth } from "./growth-table.js";
import {
  type GrowthMeasured,
  type GrowthSettings,
  MEASURE_MS,
  PROTOCOLS,
  RUN_PAYLOADS,
  RUN_STEPS,
  type RunNumbers,
  type RunOrder,
  TRANSFER_STEPS,
  type TransferAxis,
  type TransferNumbers,
  type TransferOrder,
} from "./plan.js";

const TRANSFER = new URL("transfer-process.js", import.meta.url);
const BARE = new URL("bare-process.js", import.meta.url);
const RUN = new URL("run-process.js", import.meta.url);
const TIMEOUT_MS = 600_000;

export default async function growth(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { rounds = 3, out = MEASURED_FOLDER } = options;
  const path = join(String(out), "growth.jsonl");
  const settings: GrowthSettings = {
    rounds: Number(rounds),
    measureMs: MEASURE_MS,
    runPayloads: RUN_PAYLOADS,
  };
  const append = beginLines<GrowthMeasured, GrowthSettings>(path, command, settings);
  await interruptible(async (signal) => {
    const measure = <Numbers>(program: URL, order: TransferOrder | RunOrder, round: number) => {
      const name = `growth: ${Object.values(order).join(", ")}, round ${round}`;
      const fork = { name, args: [JSON.stringify(order)], timeoutMs: TIMEOUT_MS, signal };
      return attempt(name, signal, () => forkAndWait<Numbers>(program, fork));
    };
    for (let round = 1; round <= settings.rounds; round++) {
      for (const order of transferOrders()) {
        const program = order.protocol === "node:net" ? BARE : TRANSFER;
        const numbers = await measure<TransferNumbers>(program, order, round);
        if (numbers) append({ kind: "transfer", ...order, round, ...numbers });
      }
    }
    for (const [axis, values] of Object.entries(RUN_STEPS)) {
      for (const value of values) {
        const order = { axis, value } as RunOrder;
        const numbers = await measure<RunNumbers>(RUN, order, 1);
        if (numbers) append({ kind: "run", ...order, ...numbers });
      }
    }
  });
  const text = formatGrowth(readLines(path) as StoredLines<GrowthMeasured, GrowthSettings>);
  writeFileSync(join(String(out), "growth.md"), text);
  process.stdout.write(text);
}

/** Protocols that are compared come one after another. */
function transferOrders(): TransferOrder[] {
  return Object.entries(TRANSFER_STEPS).flatMap(([axis, values]) =>
    values.flatMap((value) => PROTOCOLS.map((protocol) => ({ axis: axis as TransferAxis, value, protocol }))),
  );
}
