import { UsageError } from "../failure.js";
import { flagName } from "../flags/flag.js";
import { NOT_WITH_DEBUG } from "../flags/output-flags.js";

type Given = Readonly<Record<string, unknown>>;

const ONE_VERSION = "each sender has one version of an adapter";

/** Flags that contradict each other, and why. */
const CONFLICTS: readonly (readonly [key: string, other: string, why: string])[] = [
  ["count", "duration", "a round ends after a number of payloads or after a time"],
  ["concurrency", "rate", "a rate does not wait for replies"],
  ["waitForSenders", "senders", "it says how many senders there are"],
  ["waitForSenders", "base", ONE_VERSION],
  ["waitForSenders", "head", ONE_VERSION],
  ["waitForSenders", "baseModules", ONE_VERSION],
  ["waitForSenders", "headModules", ONE_VERSION],
  ["quick", "budget", "it is a budget of ten seconds for each cell"],
  ["explain", "debug", "one payload explains nothing"],
  ["resume", "out", "a matrix goes on in its own file"],
  ["resume", "dryRun", "a dry run measures nothing"],
  ["resume", "debug", "it sends one payload"],
  ["dryRun", "debug", "a dry run measures nothing"],
];

/**
 * Refuses flags that contradict each other.
 * @throws UsageError
 */
export function refuseConflicts(values: Given): void {
  const given = (key: string) => values[key] !== undefined && values[key] !== false;
  for (const [key, other, why] of CONFLICTS) if (given(key) && given(other)) throw conflict(key, other, why);
  if (typeof values.rounds === "number") {
    for (const other of ["budget", "quick"])
      if (given(other))
        throw conflict("rounds", other, "it decides how many rounds there are; --rounds 6-30 gives limits");
  }
  if (given("debug")) {
    for (const key of NOT_WITH_DEBUG) if (given(key)) throw conflict(key, "debug", "it sends one payload");
  }
  if (values.json === true && given("format") && values.format !== "json")
    throw conflict("json", "format", "stdout has one format; --json=FILE writes JSON to a file");
  for (const own of ["dryRun", "debug"]) {
    if (given(own) && given("format") && values.format !== "text" && values.format !== "json")
      throw conflict("format", own, "it has only text and JSON");
  }
  if (given("kind") && !given("size") && (given("payload") || given("lines")))
    throw new UsageError("--kind: it is for generated payloads; add --size, or leave it out");
}

function conflict(key: string, other: string, why: string): UsageError {
  return new UsageError(`${flagName(key)}: cannot be used with ${flagName(other)}: ${why}`);
}
