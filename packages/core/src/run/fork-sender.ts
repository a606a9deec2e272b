import { type AdapterData, adapterData } from "../adapter/adapter-data.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import type { RoundOutcome } from "../round/run-round.js";
import type { RoundOrder } from "./measure-round.js";

/** A round as plain data, to be run in another process. */
export interface SenderOrder {
  readonly adapter: AdapterData;
  readonly index: number;
  readonly settings: RoundSettings;
}

/** The calls that a sender process answers. */
export interface SenderControl {
  run(order: SenderOrder): Promise<RoundOutcome>;
  /** Ends the running round early. `run` then resolves with what was measured. */
  abort(): Promise<void>;
}

/**
 * Runs one round in a new sender process, with a new receiver process. The state of a process (compiled code,
 * caches, fragmented memory) must not decide a comparison.
 *
 * @throws WireduelError as `measureRound` does, and `UNEXPECTED` if the process ends before the round
 */
export async function runInSender({ adapter, index, settings, signal }: RoundOrder): Promise<RoundOutcome> {
  const data = adapterData(adapter, settings.connectTimeoutMs);
  const child = new ChildCalls({
    entry: entryBeside(import.meta.url, "sender-process"),
    modules: [data.local?.module, data.local?.codecModule].filter((one) => one !== undefined),
    what: "the sender process",
    gone: (how) => new WireduelError("UNEXPECTED", how),
  });
  const onAbort = () => void child.call("abort").catch(() => {});
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const order: SenderOrder = { adapter: data, index, settings };
    return (await child.call("run", [order])) as RoundOutcome;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await child.close();
  }
}
