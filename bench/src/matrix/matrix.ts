// `pnpm bench matrix`: WebSocket, gRPC, HTTP/1.1 and HTTP/2 by payload and network. Goes on where it was interrupted.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { grpc } from "@wireduel/adapter-grpc";
import { http } from "@wireduel/adapter-http";
import { ws } from "@wireduel/adapter-ws";
import { runMatrix } from "@wireduel/core";
import { formatMatrix } from "@wireduel/core/report";
import type { OptionValues } from "../command-line.js";
import { excerptOf } from "./excerpt.js";
import { readmePart } from "./readme-part.js";

const DEFAULT_MINUTES = 10;
const bench = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

export default async function matrix(_: readonly string[], options: OptionValues): Promise<void> {
  const minutes = Number(options.minutes ?? DEFAULT_MINUTES);
  const folder = String(options.out ?? bench);
  mkdirSync(folder, { recursive: true });
  const all = join(folder, "matrix.whole.json");
  process.stderr.write(`About ${minutes} minutes. All rounds are in ${all}: run it again to go on.\n`);
  const whole = await runMatrix({
    // Each as its library comes.
    adapters: [ws(), grpc(), http({ label: "HTTP/1.1" }), http({ version: "2", label: "HTTP/2" })],
    payloads: [{ sizeBytes: 100 }, { sizeBytes: 10_000 }, { sizeBytes: 1_000_000 }],
    networks: ["none", "lan", "wan"],
    budgetMs: minutes * 60_000,
    // Why they differ: waits for windows, and bytes of headers.
    wireBytes: true,
    // Processes vary more than payloads, so many short rounds show more than a few long ones. Nine cells of four adapters need at
    // least eleven.
    load: { kind: "closed-loop", durationMs: 200 },
    warmupCount: 2,
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
  process.stdout.write(`${formatMatrix(whole)}\n\n${readmePart(whole)}\n`);
  const comparisons = whole.cells.flatMap(({ result }) => result?.comparisons ?? []);
  if (comparisons.every(({ verdict }) => verdict === "undecided" || verdict === "invalid")) {
    const blocks = Math.min(...whole.cells.map((cell) => cell.blocks));
    process.stderr.write(
      `Nothing was decided: each cell has ${blocks} blocks. matrix.json is left as it was. Remove ${all}, and try again with more --minutes or on a quieter machine.\n`,
    );
    process.exitCode = 1;
    return;
  }
  writeFileSync(join(folder, "matrix.json"), `${JSON.stringify(excerptOf(whole))}\n`);
}
