// `pnpm bench faults`: minor page faults per message at each end of the tuned rows, in new processes, and in processes whose
// heap has grown before. A page has 4 KiB, so one copy of 1 MB into memory that is new each time causes 244 of them.
import { formatBytes } from "../cells/cell.js";
import { forkCell } from "../cells/fork-cell.js";
import { planTransfer } from "../cells/plan-transfer.js";
import { VARIANTS, type VariantName } from "../cells/variants.js";
import { formatFigures, median } from "../results/numbers.js";
import { markdownTable } from "../results/table.js";

const ROUNDS = 3;
const SIZES = [100_000, 1_000_000, 4_000_000, 16_000_000];
const ROWS: readonly VariantName[] = [
  "tcp",
  "tcp push",
  "tcp, memory not kept",
  "ws upload",
  "ws push",
  "ws upload, memory not kept",
  "ws tuned, fragments, memory not kept",
  "grpc",
  "grpc push",
  "grpc, memory not kept",
];
const STATES: readonly (readonly [title: string, env: Readonly<Record<string, string>>])[] = [
  ["New processes", {}],
  [
    "Processes whose heap has grown before",
    { NODE_OPTIONS: `--import=${new URL("./grown-heap.js", import.meta.url).href}` },
  ],
];

export default async function faults(): Promise<void> {
  const tables: string[] = [];
  for (const [title, env] of STATES) {
    const rows: string[][] = [];
    for (const variant of ROWS) {
      const cells: string[] = [];
      for (const bytes of SIZES) cells.push(await faultsOf(variant, bytes, env));
      process.stderr.write(`bench: ${title}, ${VARIANTS[variant].label}: ${cells.join(", ")}\n`);
      rows.push([VARIANTS[variant].label, ...cells]);
    }
    tables.push(`${title}:\n\n${markdownTable(["", ...SIZES.map(formatBytes)], rows)}`);
  }
  console.log(
    `Minor page faults per message, sender + receiver: medians of ${ROUNDS} rounds, each in processes of its own\n`,
  );
  console.log(tables.join("\n\n"));
}

async function faultsOf(
  variant: VariantName,
  bytes: number,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const sender: number[] = [];
  const receiver: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { senderFaults, receiverFaults } = (await forkCell(planTransfer(variant, bytes), { env })).measured;
    if (senderFaults === undefined || receiverFaults === undefined) return "not counted";
    sender.push(senderFaults);
    receiver.push(receiverFaults);
  }
  return `${whole(median(sender))} + ${whole(median(receiver))}`;
}

/** A whole number. Those below 1 have no meaning: they are what the process itself needs. */
function whole(faults: number): string {
  return faults < 1 ? "0" : formatFigures(Math.round(faults)).replace(/\.0+$/, "");
}
