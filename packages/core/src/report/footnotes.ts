import type { Timing } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import type { ComparedTime } from "../verdict/compared-times.js";
import { formatMs } from "./format-number.js";
import { encryptionInWords, listsTransmissions } from "./in-words.js";
import { sendersInWords } from "./senders/senders-in-words.js";
import {
  betweenEnds,
  decidingTime,
  setupInWords,
  shared,
  TIME_MEANINGS,
  TIME_NAMES,
} from "./timings-in-words.js";

/** The lines below the comparison table: what its numbers mean, and how the timings' settings differ. */
export function footnotes(timings: readonly Timing[], noun: string): string[] {
  const rounds = timings.map(typicalRound);
  const time = decidingTime(timings);
  const tails = rounds.some(({ times }) => times[time]?.p99 !== undefined);
  const notes = timesNotes(time, tails ? "p50, p99 and max" : "p50 and max");
  if (rounds.some(({ wire }) => wire !== null)) {
    notes.push(
      "Wire bytes: both directions, per payload after the first, without the headers of TCP and IP.",
    );
  }
  if (rounds.some(({ totals }) => totals.acknowledgedPerSecond !== null) && !timings.every(listed)) {
    notes.push("per s: payloads acknowledged per second while the load lasted.");
  }
  const setup = shared(timings, (timing) => setupInWords(timing, noun));
  const network = shared(timings, betweenEnds);
  for (const timing of timings) {
    const own = [
      ...(setup === undefined ? [`${setupInWords(timing, noun)}.`] : []),
      ...(network === undefined
        ? [`emulated network between the ends: ${betweenEnds(timing) || "none"}.`]
        : []),
      ...ownNotes(timing),
    ];
    notes.push(...own.map((note) => `${timing.label}: ${note}`));
  }
  if (network) notes.push(`Emulated network between the ends: ${network}.`);
  return notes;
}

function listed({ load }: Timing): boolean {
  return listsTransmissions(load);
}

function timesNotes(time: ComparedTime, figures: string): string[] {
  const of = `${figures} are of the ${TIME_NAMES[time]} (${TIME_MEANINGS[time]})`;
  if (time === "responseMs") {
    return [
      `${of}.`,
      "encode, transport and decode are medians of the way to the receiver; the rest is the sender's lateness and the reply.",
    ];
  }
  return [
    `${of}; encode, transport and decode are medians of its parts.`,
    `service p50 is the median ${TIME_NAMES.serviceMs} (${TIME_MEANINGS.serviceMs}).`,
  ];
}

function ownNotes(timing: Timing): string[] {
  const { adapter } = timing;
  const { tls, connectMs, clock } = typicalRound(timing);
  const senders = sendersInWords(timing);
  const notes: string[] = senders === undefined ? [] : [senders];
  if (adapter.direction === "push") notes.push("the sender listened, the receiver dialled (push).");
  if (tls) {
    notes.push(`encrypted with ${encryptionInWords(tls, adapter.encryption)}.`);
    notes.push(`connecting took ${formatMs(connectMs)} ms. No payload's time includes it.`);
  }
  if (clock.kind === "estimated") {
    notes.push(
      `the ends read different clocks: one-way times are accurate to ±${formatMs(clock.errorMs)} ms, ` +
        `if the clocks' rates differ by less than ${clock.maxDriftPpm} ppm.`,
    );
  }
  if (clock.kind === "ack-derived")
    notes.push("one-way times are derived from acknowledgements: their error is not known.");
  return notes;
}
