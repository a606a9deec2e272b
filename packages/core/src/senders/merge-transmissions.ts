import type { Transmission } from "../result/result.js";
import type { MeasuredSender } from "./sender-outcome.js";
import type { Start } from "./starts.js";

/** The transmissions that the senders list, in the order of sending, numbered anew. */
export function mergeTransmissions(
  measured: readonly MeasuredSender[],
  starts: readonly Start[],
): readonly Transmission[] {
  const all = measured.flatMap(({ firstConnection, measured: { result } }, index) => {
    const laterMs = starts[index]?.beganAfterMs ?? 0;
    return result.transmissions.map((one) => ({
      ...one,
      connection: firstConnection + one.connection,
      dueAfterMs: one.dueAfterMs + laterMs,
      sentAfterMs: one.sentAfterMs + laterMs,
    }));
  });
  all.sort((a, b) => a.sentAfterMs - b.sentAfterMs);
  return all.map((one, index) => ({ ...one, index }));
}
