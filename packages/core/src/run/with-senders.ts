import { whyEnded } from "../failure/why-ended.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { JoinedSenders } from "../senders/group-sender.js";
import { endSenderAhead } from "../senders/sender-child.js";

/**
 * Waits for the senders that join a run, and frees them when the run is over, however it ends.
 * @param work gets them. Null: the senders are processes of this machine.
 * @throws WireduelError `LISTEN_FAILED`, `SENDERS_MISSING`, `ABORTED`, `EVENT_HANDLER_FAILED`, or why `work` failed
 */
export async function withSenders<T>(
  options: Pick<CheckedOptions, "senders" | "join" | "adapters" | "settings" | "signal" | "emitter">,
  work: (joined: JoinedSenders | null) => Promise<T>,
): Promise<T> {
  const { join, signal } = options;
  if (join === null) return work(null);
  endSenderAhead();
  // Imported lazily, because most runs need no HTTP server.
  const { Gathering } = await import("../senders/join/gathering.js");
  const gathering = await Gathering.open({ ...options, join });
  try {
    await gathering.everyone(signal);
    const result = await work(gathering);
    await gathering.close({ error: null });
    return result;
  } catch (error) {
    const ended = whyEnded(error, signal);
    const { code, message } = ended;
    await gathering.close({ error: { code, message } });
    throw ended;
  }
}
