import { type AdapterData, adapterData } from "../adapter/adapter-data.js";
import { SafeEmitter } from "../events/emitter.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { Emitter } from "../options/emitter-option.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import type { RoundOutcome } from "../round/run-round.js";
import { type ForwardedEvent, wantedEvents } from "./forward-events.js";
import type { RoundOrder } from "./measure-round.js";

/** A round as plain data, to be run in another process. */
export interface SenderOrder extends Omit<RoundOrder, "adapter" | "signal"> {
  readonly adapter: AdapterData;
  readonly settings: RoundSettings;
  /** The events that the sender process forwards. */
  readonly events: ReturnType<typeof wantedEvents>;
}

/** The calls that a sender process answers. */
export interface SenderControl {
  run(order: SenderOrder): Promise<RoundOutcome>;
  /** Ends the running round early. `run` then resolves with what was measured. */
  abort(): Promise<void>;
}

/**
 * The program of a sender process.
 * @throws WireduelError `BUNDLED` if it is not there
 */
export const senderProgram = (): string => entryBeside(import.meta.url, "sender-process");

/**
 * Runs one round in a new sender process, with a new receiver process. The state of a process (compiled code,
 * caches, fragmented memory) must not decide a comparison.
 *
 * @throws WireduelError as `measureRound` does, `UNEXPECTED` if the process ends before the round, and
 *   `EVENT_HANDLER_FAILED` if a handler of a forwarded event throws
 */
export async function runInSender({
  adapter,
  signal,
  emitter,
  ...order
}: RoundOrder & { readonly emitter: Emitter }): Promise<RoundOutcome> {
  const data = adapterData(adapter, order.settings.connectTimeoutMs);
  let fail: (error: WireduelError) => void = () => {};
  const handlerFailed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const safe = new SafeEmitter(emitter, (message) =>
    fail(new WireduelError("EVENT_HANDLER_FAILED", message)),
  );
  const child = new ChildCalls({
    entry: senderProgram(),
    modules: [data.local?.module, data.local?.codecModule].filter((one) => one !== undefined),
    what: "the sender process",
    gone: (how) => new WireduelError("UNEXPECTED", how),
    onEvent(event) {
      const forwarded = event as ForwardedEvent;
      safe.emit(forwarded.name, forwarded.event as never);
    },
  });
  const onAbort = () => void child.call("abort").catch(() => {});
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const request: SenderOrder = { ...order, adapter: data, events: wantedEvents(emitter) };
    const running = child.call("run", [request]) as Promise<RoundOutcome>;
    return await Promise.race([running, handlerFailed]);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await child.close();
  }
}
