import type { LoadEnd, LoadOption } from "@wireduel/core";
import { UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import type { LengthFlags, LoadFlags } from "../flags/run-flags.js";
import type { JoinValues } from "./joining.js";
import { sendersOf } from "./senders.js";

/** How long a round lasts if nothing else decides it. */
const ROUND_MS = 1_000;
/** A slow rate gets longer rounds, so that each has a few payloads. */
const PAYLOADS_OF_ROUND = 10;
const LONGEST_ROUND_MS = 10_000;

type Values = ValuesOf<Pick<LoadFlags, "rate" | "connections" | "concurrency" | "senders">> &
  ValuesOf<Pick<LengthFlags, "duration" | "count">> &
  Pick<JoinValues, "waitForSenders">;

/**
 * The loads of a run: one for each rate. Undefined if the run itself chooses how long its rounds are.
 * @param hasBudget whether a budget can decide that
 * @throws UsageError
 */
export function loadsOf(values: Values, hasBudget: boolean): readonly LoadOption[] | undefined {
  const senders = sendersOf(values);
  const { rate, connections = senders, concurrency = connections, duration, count } = values;
  if (concurrency < connections) {
    throw new UsageError(
      `--concurrency: expected at least ${connections}, one payload for each of the --connections, got ${concurrency}`,
    );
  }
  const end = (usualMs: number): LoadEnd =>
    count === undefined ? { durationMs: duration ?? usualMs } : { count };
  if (rate !== undefined) {
    return rate.map((ratePerSecond) => {
      const usualMs = Math.min(
        LONGEST_ROUND_MS,
        Math.max(ROUND_MS, (PAYLOADS_OF_ROUND / ratePerSecond) * 1_000),
      );
      return { kind: "constant-rate", ratePerSecond, ...end(usualMs) };
    });
  }
  // Without a load, core keeps one payload in flight for each sender.
  const chosen = hasBudget && concurrency === senders && duration === undefined && count === undefined;
  return chosen ? undefined : [{ kind: "closed-loop", concurrency, ...end(ROUND_MS) }];
}
