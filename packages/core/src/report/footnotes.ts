import { type Timing, typicalRound } from "../result/result.js";
import { formatMs } from "./format-number.js";
import { encryptionInWords } from "./in-words.js";
import { betweenEnds, comparedTime, setupInWords, shared } from "./timings-in-words.js";

/** The lines below the comparison table: what its numbers mean, and how the timings' settings differ. */
export function footnotes(timings: readonly Timing[], noun: string): string[] {
  const rounds = timings.map(typicalRound);
  const time = comparedTime(timings);
  const tails = rounds.some(({ times }) => times[time]?.p99 !== undefined);
  const notes = [timesNote(time, tails ? "p50, p99 and max" : "p50 and max")];
  if (rounds.some(({ wire }) => wire !== null)) {
    notes.push("Wire bytes: both directions, per payload, without the headers of TCP and IP.");
  }
  const setup = shared(timings, (timing) => setupInWords(timing, noun));
  const network = shared(timings, betweenEnds);
  for (const timing of timings) {
    const own = [
      ...(setup === undefined ? [`${setupInWords(timing, noun)}.`] : []),
      ...(network === undefined ? [`network between the ends: ${betweenEnds(timing) || "none"}.`] : []),
      ...ownNotes(timing),
    ];
    notes.push(...own.map((note) => `${timing.label}: ${note}`));
  }
  if (network) notes.push(`Network between the ends: ${network}.`);
  return notes;
}

function timesNote(time: "responseMs" | "transmissionMs", figures: string): string {
  if (time === "transmissionMs") {
    return `${figures} are of the transmission time; encode, transport and decode are the medians of its parts.`;
  }
  return (
    `${figures} are of the response time. encode, transport and decode are medians of the way to the receiver;\n` +
    "the rest of the response time is the sender's lateness and the way back."
  );
}

function ownNotes(timing: Timing): string[] {
  const { adapter } = timing;
  const { tls, connectMs, clock } = typicalRound(timing);
  const notes: string[] = [];
  if (adapter.direction === "push") notes.push("the sender listened, the receiver dialled (push).");
  if (tls) {
    notes.push(`encrypted with ${encryptionInWords(tls, adapter.encryption)}.`);
    notes.push(`connecting took ${formatMs(connectMs)} ms. No payload's time includes it.`);
  }
  if (clock.kind === "estimated") {
    notes.push(
      `one-way times are accurate to ±${formatMs(clock.errorMs)} ms, because the ends read different clocks.`,
    );
  }
  if (clock.kind === "ack-derived") notes.push("one-way times are derived from acknowledgements.");
  return notes;
}
