import { UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import type { LengthFlags, LoadFlags } from "../flags/run-flags.js";
import type { JoinValues } from "./joining.js";

type Values = ValuesOf<Pick<LoadFlags, "senders" | "receivers" | "connections" | "to">> &
  ValuesOf<Pick<LengthFlags, "count">> &
  Pick<JoinValues, "waitForSenders">;

/** How many senders a run has, wherever they are. */
export function sendersOf({ senders, waitForSenders }: Pick<Values, "senders" | "waitForSenders">): number {
  return waitForSenders ?? senders ?? 1;
}

/**
 * Refuses numbers of senders and receivers that the other flags do not allow: each sender needs a connection, a payload and a
 * receiver.
 * @throws UsageError
 */
export function refuseSenders(values: Values): void {
  const { receivers = 1, connections, count, to, waitForSenders } = values;
  const senders = sendersOf(values);
  if (receivers > 1 && to !== undefined) {
    throw new UsageError("--receivers: cannot be used with --to: the receiver of that URL is one");
  }
  if (receivers > senders) {
    throw new UsageError(
      `--receivers: expected at most ${senders}, the number of --senders, got ${receivers}`,
    );
  }
  const whose = waitForSenders === undefined ? "--senders" : "--wait-for-senders";
  const refuseFewer = (flag: string, given: number | undefined, what: string) => {
    if (given === undefined || given >= senders) return;
    throw new UsageError(
      `${flag}: expected at least ${senders}, ${what} for each of the ${whose}, got ${given}`,
    );
  };
  refuseFewer("--connections", connections, "one");
  refuseFewer("--count", count, "one payload");
}
