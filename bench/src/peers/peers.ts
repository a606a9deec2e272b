// `pnpm bench peers`: what a user would take in Node instead of Wireduel, doing the same work in the same run.
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { OptionValues } from "../command-line.js";
import { balancedBlocks } from "../internals.js";
import { attempt } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { beginLines, readLines, type StoredLines } from "../results/stored-lines.js";
import { installTools, versionsIn } from "./install.js";
import { measurePeer } from "./measure-peer.js";
import { formatPeers } from "./peers-table.js";
import {
  BYTES,
  CONNECTIONS,
  GENERATORS,
  type Generator,
  MEASURE_MS,
  type PeerMeasured,
  type PeersSettings,
  PROTOCOLS,
  type Trial,
} from "./plan.js";

const SEED = 1;
const TRIALS: readonly Trial[] = ["capacity", "latency"];
const LIBRARIES = ["ws", "@grpc/grpc-js"];

export default async function peers(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { rounds = 6, out = MEASURED_FOLDER, tools } = options;
  const path = join(String(out), "peers.jsonl");
  await interruptible(async (signal) => {
    const given = typeof tools === "string" ? tools : undefined;
    const installed =
      given ?? (await attempt("peers: install the tools", signal, () => installTools(signal)));
    if (installed === undefined) return;
    try {
      const settings: PeersSettings = {
        rounds: Number(rounds),
        bytes: BYTES,
        connections: CONNECTIONS.capacity,
        measureMs: MEASURE_MS,
        versions: { ...versionsIn(installed), ...versionsOfLibraries() },
      };
      const append = beginLines<PeerMeasured, PeersSettings>(path, command, settings);
      await measureAll(settings.rounds, installed, append, signal);
    } finally {
      if (given === undefined) rmSync(installed, { recursive: true });
    }
    const text = formatPeers(readLines(path) as StoredLines<PeerMeasured, PeersSettings>);
    writeFileSync(join(String(out), "peers.md"), text);
    process.stdout.write(text);
  });
}

async function measureAll(
  rounds: number,
  installed: string,
  append: (line: PeerMeasured) => void,
  signal: AbortSignal,
): Promise<void> {
  const parts = TRIALS.flatMap((trial) =>
    PROTOCOLS.map((protocol) => {
      const generators = GENERATORS[trial][protocol];
      return { trial, protocol, generators, orders: balancedBlocks(generators.length, rounds, SEED) };
    }),
  );
  for (let round = 1; round <= rounds; round++) {
    for (const { trial, protocol, generators, orders } of parts) {
      for (const place of orders[round - 1] ?? []) {
        const generator = generators[place] as Generator;
        const name = `peers: ${trial}, ${protocol}, ${generator}, round ${round}`;
        const task = { trial, protocol, generator };
        const numbers = await attempt(name, signal, () => measurePeer(task, installed, signal));
        if (numbers) append({ ...task, round, ...numbers });
      }
    }
  }
}

function versionsOfLibraries(): Record<string, string> {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    LIBRARIES.map((name) => [name, (require(`${name}/package.json`) as { version: string }).version]),
  );
}
