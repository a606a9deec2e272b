import { UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import type { LengthFlags, LoadFlags } from "../flags/run-flags.js";

type Values = ValuesOf<Pick<LoadFlags, "senders" | "receivers" | "connections" | "to">> &
  ValuesOf<Pick<LengthFlags, "count">>;

/**
 * Refuses numbers of senders and receivers that the other flags do not allow: each sender needs a connection, a payload and a
 * receiver.
 * @throws UsageError
 */
export function refuseSenders({ senders = 1, receivers = 1, connections, count, to }: Values): void {
  if (receivers > 1 && to !== undefined) {
    throw new UsageError("--receivers: cannot be used with --to: the receiver of that URL is one");
  }
  if (receivers > senders) {
    throw new UsageError(
      `--receivers: expected at most ${senders}, the number of --senders, got ${receivers}`,
    );
  }
  refuseFewer("--connections", connections, senders, "one");
  refuseFewer("--count", count, senders, "one payload");
}

function refuseFewer(flag: string, given: number | undefined, senders: number, what: string): void {
  if (given === undefined || given >= senders) return;
  throw new UsageError(
    `${flag}: expected at least ${senders}, ${what} for each of the --senders, got ${given}`,
  );
}
