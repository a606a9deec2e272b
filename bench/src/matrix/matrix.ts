// `pnpm bench matrix`: WebSocket and gRPC by payload and network. Goes on where it was interrupted.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { grpc } from "@wireduel/adapter-grpc";
import { ws } from "@wireduel/adapter-ws";
import { runMatrix } from "@wireduel/core";
import { formatMatrix } from "@wireduel/core/report";
import type { OptionValues } from "../command-line.js";
import { excerptOf } from "./excerpt.js";
import { readmePart } from "./readme-part.js";

const DEFAULT_MINUTES = 30;
const bench = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

export default async function matrix(_: readonly string[], options: OptionValues): Promise<void> {
  const minutes = Number(options.minutes ?? DEFAULT_MINUTES);
  const folder = String(options.out ?? bench);
  mkdirSync(folder, { recursive: true });
  const all = join(folder, "matrix.whole.json");
  process.stderr.write(`About ${minutes} minutes. All rounds are in ${all}: run it again to go on.\n`);
  const whole = await runMatrix({
    adapters: [ws(), grpc()],
    payloads: [{ sizeBytes: 100 }, { sizeBytes: 10_000 }, { sizeBytes: 1_000_000 }],
    networks: ["none", "lan", "wan"],
    budgetMs: minutes * 60_000,
    // What is decided early leaves its time to the rest. The file stays below 1 MB.
    rounds: { min: 12, max: 24, until: 0.05 },
    file: all,
    events: {
      block: ({ cell, block, leftMs }) => {
        const place = `${cell.payload}, ${cell.network}`;
        process.stderr.write(
          `block ${block + 1} of ${place}; about ${Math.ceil(leftMs / 60_000)} min left\n`,
        );
      },
    },
  });
  writeFileSync(join(folder, "matrix.json"), `${JSON.stringify(excerptOf(whole))}\n`);
  process.stdout.write(`${formatMatrix(whole)}\n\n${readmePart(whole)}\n`);
}
