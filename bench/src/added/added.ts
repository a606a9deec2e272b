// `pnpm bench added [LOOP] [IN_FLIGHT]`: how much slower a hand-written loop gets, and how much more of the processor's time its
// sender needs, if it does a part of what core does. All in one process, so that nothing else differs.
import { compareRounds } from "@wireduel/core";
import { type OptionValues, UsageError } from "../command-line.js";
import type { HandWrittenLibrary } from "../hand-written/pair.js";
import { formatInterval, median, three } from "../results/numbers.js";
import { textTable } from "../results/table.js";
import { type Measured, measureInTurns, SLICE_MS } from "./measure-in-turns.js";
import { computing, PAYLOAD_BYTES, recording, type SliceWork } from "./works.js";

const LOOPS: readonly HandWrittenLibrary[] = ["tcp", "ws", "grpc"];
const BLOCKS = 40;
const MOST_IN_FLIGHT = 4_096;

/** @throws UsageError */
export default async function added(
  [loop = "grpc", inFlight = "64"]: readonly string[],
  { blocks = BLOCKS }: OptionValues,
): Promise<void> {
  const library = LOOPS.find((one) => one === loop);
  if (library === undefined) throw new UsageError(`expected a loop: ${LOOPS.join(", ")}, got "${loop}"`);
  if (!/^\d+$/.test(inFlight) || Number(inFlight) < 1 || Number(inFlight) > MOST_IN_FLIGHT) {
    throw new UsageError(`expected payloads in flight from 1 to ${MOST_IN_FLIGHT}, got "${inFlight}"`);
  }
  // The first one is what the others are compared with.
  const works: readonly (readonly [string, SliceWork | null])[] = [
    ["nothing", null],
    ["nothing, again", null],
    ["1 µs of computing", computing(1_000)],
    ["a sample, added to the histograms in turns", recording("in turns")],
    ["a sample, added to the histograms after the slice", recording("after the slice")],
  ];
  const slices = await measureInTurns(
    { library, keepsMemory: true },
    works.map(([, work]) => work),
    { inFlight: Number(inFlight), blocks: Number(blocks) },
  );
  console.log(
    `The hand-written loop over ${loop}: ${PAYLOAD_BYTES} B, ${inFlight} in flight, slices of ${SLICE_MS} ms, ${blocks} of each in turns. ` +
      "Ratios to the loop that does nothing more, with their 95 % intervals.\n",
  );
  const [base] = slices as [readonly Measured[]];
  const head = ["with each payload", "messages/s", "ratio", "CPU of the sender, µs", "ratio"];
  const rows = works.map(([name], index) => rowOf(name, slices[index] as readonly Measured[], base));
  console.log(textTable(head, rows));
  // The connection of the loop stays open.
  process.exit(0);
}

function rowOf(name: string, own: readonly Measured[], base: readonly Measured[]): string[] {
  const cells = (key: keyof Measured) => {
    const [values, ofBase] = [own, base].map((all) => all.map((one) => one[key])) as [number[], number[]];
    const { ratio, low, high } = compareRounds(values, ofBase);
    return [three(median(values)), own === base ? "" : formatInterval(ratio, low, high, "ratio")];
  };
  return [name, ...cells("perSecond"), ...cells("cpuUs")];
}
