// Reasons to read the numbers of a run with care, and facts that help to understand them.
import type { BenchmarkResult, Ends, Timing } from "../result/result.js";
import { audit } from "../verdict/audit/audit.js";
import { auditNotes, auditWarnings } from "./audit/audit-words.js";
import { joinLabels } from "./in-words.js";

/** Warnings of the run, of its timings, and of its settings. Each is one line. */
export function warningsInWords(result: BenchmarkResult): string[] {
  const { timings, settings } = result;
  const ofRun = result.warnings.map(({ message, code }) => `Warning: ${message} [${code}]`);
  const ofTimings = settings.rounds > 1 ? warningsOfRounds(timings) : warningsOfOneRound(timings);
  const unequal = auditWarnings(audit(result)).map((message) => `Warning: ${message}.`);
  return [...ofRun, ...ofTimings, ...unequal, ...notRun(result)];
}

/** What the ends noted, and what differs between the timings but is named in their labels. */
export function notesInWords(result: BenchmarkResult): string[] {
  return [...notesOf(result.timings), ...auditNotes(audit(result)).map((note) => `${note}.`)];
}

function notRun({ notRun: labels }: BenchmarkResult): string[] {
  return labels.length > 0 ? [`Not run: ${joinLabels(labels)}`] : [];
}

function warningsOfOneRound(timings: readonly Timing[]): string[] {
  return timings.flatMap(({ label, rounds }) => {
    const warnings = rounds.flatMap((round) => round.warnings);
    return warnings.map(({ message, code }) => `Warning (${label}): ${message} [${code}]`);
  });
}

/** Each warning code once per timing: how many rounds have it, and its first message. */
function warningsOfRounds(timings: readonly Timing[]): string[] {
  return timings.flatMap(({ label, rounds }) => {
    const codes = new Set(rounds.flatMap(({ warnings }) => warnings.map(({ code }) => code)));
    return [...codes].map((code) => {
      const same = rounds.flatMap(({ warnings }) => warnings.find((warning) => warning.code === code) ?? []);
      const which = `${same.length} of ${rounds.length} rounds${same.length > 1 ? ", here the first" : ""}`;
      return `Warning (${label}, ${which}): ${same[0]?.message} [${code}]`;
    });
  });
}

/** What the ends noted about themselves: facts, not causes. Each once, with its end and the labels of its timings. */
function notesOf(timings: readonly Timing[]): string[] {
  const labels = new Map<string, { role: string; note: string; of: Set<string> }>();
  for (const { label, rounds } of timings) {
    for (const [role, notes] of rounds.flatMap(({ ends }) => notesOfEnds(ends))) {
      for (const note of notes) {
        const key = `${role}: ${note}`;
        const noted = labels.get(key) ?? { role, note, of: new Set() };
        noted.of.add(label);
        labels.set(key, noted);
      }
    }
  }
  return [...labels.values()].map(({ role, note, of }) => `${role} of ${joinLabels([...of])}: ${note}`);
}

function notesOfEnds({ senders, receivers }: Ends): [role: string, notes: readonly string[]][] {
  return [
    ...senders.map(({ notes }): [string, readonly string[]] => ["Sender", notes]),
    ...receivers.map(({ notes }): [string, readonly string[]] => ["Receiver", notes]),
  ];
}
