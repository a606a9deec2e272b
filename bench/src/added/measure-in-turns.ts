import { randomBytes } from "node:crypto";
import { systemClock } from "@wireduel/core/adapter";
import { type HandWrittenOrder, withHandWritten } from "../hand-written/run-hand-written.js";
import { usedSince } from "../hand-written/used-since.js";
import { WorkingJournal } from "./working-journal.js";
import { PAYLOAD_BYTES, type SliceWork } from "./works.js";

export const SLICE_MS = 100;
/** Before each slice, so that it does not begin after a rest. */
const LEAD_MS = 10;
const WARMUP = 20_000;
/** More than a loop sends in a slice. */
const ROOM = 200_000;
const NS_PER_MS = 1e6;
const NEVER = Number.POSITIVE_INFINITY;

/** One slice. */
export interface Measured {
  readonly perSecond: number;
  /** Of the sender, for each payload. */
  readonly cpuUs: number;
}

/**
 * Slices of one loop in one process, in turns: in each, the loop does another of the works. Null: only its own.
 * @returns the slices of each work, one for each block
 */
export function measureInTurns(
  order: HandWrittenOrder,
  works: readonly (SliceWork | null)[],
  { inFlight, blocks }: { readonly inFlight: number; readonly blocks: number },
): Promise<readonly (readonly Measured[])[]> {
  const journal = new WorkingJournal(ROOM);
  return withHandWritten(order, journal, async ({ send }) => {
    const payload = randomBytes(PAYLOAD_BYTES);
    const sendNext = (sequence: number) => send(sequence, payload);
    let first = 0;
    const run = async (work: SliceWork | null, count: number, ms: number): Promise<Measured> => {
      work?.begin(first);
      journal.work = work;
      const mark = process.resourceUsage();
      await journal.run(count, inFlight, sendNext, systemClock.now() + ms * NS_PER_MS);
      const { cpuUs } = usedSince(mark);
      work?.end();
      first += journal.count;
      return { perSecond: journal.acknowledgedPerSecond(), cpuUs: cpuUs / journal.count };
    };
    for (const work of [...works, ...works]) await run(work, WARMUP, NEVER);
    const measured = works.map((): Measured[] => []);
    for (let block = 0; block < blocks; block++) {
      for (let turn = 0; turn < works.length; turn++) {
        // Each goes first equally often.
        const index = (block + turn) % works.length;
        const work = works[index] as SliceWork | null;
        await run(work, ROOM, LEAD_MS);
        measured[index]?.push(await run(work, ROOM, SLICE_MS));
      }
    }
    return measured;
  });
}
