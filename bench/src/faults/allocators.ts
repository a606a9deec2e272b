// `pnpm bench allocators`: what settings of glibc's allocator, and other allocators, change at 1 MB. Every row runs once in each
// round, in processes of its own, and is compared with the same adapter under glibc as it is.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compareRounds } from "@wireduel/core";
import type { Measured } from "../cells/cell.js";
import { forkCell } from "../cells/fork-cell.js";
import { planTransfer } from "../cells/plan-transfer.js";
import { VARIANTS, type VariantName } from "../cells/variants.js";
import { formatFigures, formatInterval, median } from "../results/numbers.js";
import { markdownTable } from "../results/table.js";
import { RAISED_LIMITS } from "./raised-limits.js";

type Environment = Readonly<Record<string, string>>;

/** Six are the fewest for an interval of 95 %. */
const ROUNDS = 6;
const BYTES = 1_000_000;
const ROWS: readonly VariantName[] = [
  "tcp default",
  "tcp",
  "ws default",
  "ws upload",
  "grpc default",
  "grpc",
];
const PLAIN = "glibc";
const LIBRARY_FOLDERS = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/usr/lib64",
  "/usr/lib",
  "/usr/local/lib",
];

export default async function allocators(): Promise<void> {
  const environments = new Map<string, Environment>([
    [PLAIN, {}],
    ["glibc, MALLOC_* raised", RAISED_LIMITS],
    ...preload("jemalloc", "libjemalloc.so.2"),
    ...preload("mimalloc", "libmimalloc.so.2"),
  ]);
  const rows: string[][] = [];
  for (const variant of ROWS) {
    const rounds = await measure(variant, environments);
    const plain = rounds.get(PLAIN) ?? [];
    for (const [name, measured] of rounds) {
      const faults = measured.map(
        ({ senderFaults = Number.NaN, receiverFaults = Number.NaN }) => senderFaults + receiverFaults,
      );
      const row = [
        `${VARIANTS[variant].label}: ${name}`,
        formatFigures(median(faults)),
        ...[ratio(measured, plain, "transmissionMs"), ratio(measured, plain, "cpuUsPerMessage")],
      ];
      process.stderr.write(`bench: ${row.join(", ")}\n`);
      rows.push(row);
    }
  }
  console.log(
    `1 MB, one in flight, ${ROUNDS} interleaved rounds in new processes; ratios to the same adapter with glibc as it is, with ` +
      "their 95 % interval\n",
  );
  console.log(markdownTable(["", "faults, both ends", "transmission time", "CPU a message"], rows));
}

async function measure(
  variant: VariantName,
  environments: ReadonlyMap<string, Environment>,
): Promise<ReadonlyMap<string, Measured[]>> {
  const rounds = new Map<string, Measured[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, env] of environments) {
      const { measured } = await forkCell(planTransfer(variant, BYTES), { env });
      rounds.set(name, [...(rounds.get(name) ?? []), measured]);
    }
  }
  return rounds;
}

function ratio(
  measured: readonly Measured[],
  plain: readonly Measured[],
  metric: "transmissionMs" | "cpuUsPerMessage",
): string {
  if (measured === plain) return "1";
  const valuesOf = (rounds: readonly Measured[]) => rounds.map((round) => round[metric] ?? Number.NaN);
  const { ratio: value, low, high } = compareRounds(valuesOf(measured), valuesOf(plain));
  return formatInterval(value, low, high, "ratio");
}

/** The environment that loads another allocator first. Empty if it is not installed. */
function preload(name: string, file: string): [string, Environment][] {
  const library = LIBRARY_FOLDERS.map((folder) => join(folder, file)).find(existsSync);
  if (library !== undefined) return [[name, { LD_PRELOAD: library }]];
  process.stderr.write(`bench: ${name} is left out, because ${file} is not installed\n`);
  return [];
}
