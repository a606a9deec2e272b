import { WireduelError } from "../failure/wireduel-error.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import { childEnv, childFlags } from "../process/child-flags.js";

/**
 * The program of a sender process.
 * @throws WireduelError `BUNDLED` if it is not there
 */
export const senderProgram = (): string => entryBeside(import.meta.url, "sender-process");

/** What a sender process knows when it starts. A type, because it is sent as JSON. */
export type SenderStart = {
  /** Those of its adapter. */
  readonly modules: readonly string[];
  /** Whether its receiver is a process that it starts. */
  readonly receiver: boolean;
};

/** How a sender process is started. */
export interface SenderChildOptions {
  /** Those of all adapters of the run: see `Sender`. */
  readonly modules: readonly string[];
  readonly start: SenderStart;
}

let ahead: { readonly key: string; readonly calls: ChildCalls } | undefined;

/** Starts a sender process that the next sender takes. If that is not possible, the next sender says why. */
export function startSenderAhead(options: SenderChildOptions): void {
  try {
    const calls = newSender(options);
    calls.unref();
    ahead = { key: keyOf(options), calls };
  } catch {
    // It is tried again.
  }
}

/**
 * The sender process that was started ahead, or a new one if it would be started in another way. Nobody else gets it.
 * @throws WireduelError See `ChildCalls`.
 */
export function takeSender(options: SenderChildOptions): ChildCalls {
  if (ahead === undefined || ahead.key !== keyOf(options)) {
    endSenderAhead();
    return newSender(options);
  }
  const { calls } = ahead;
  ahead = undefined;
  calls.ref();
  return calls;
}

/** Nobody will take the sender process that was started ahead. */
export function endSenderAhead(): void {
  void ahead?.calls.close();
  ahead = undefined;
}

function newSender({ modules, start }: SenderChildOptions): ChildCalls {
  return new ChildCalls({
    entry: senderProgram(),
    modules,
    startWith: start,
    what: "the sender process",
    gone: (how) => new WireduelError("SENDER_LOST", how),
  });
}

/** Whatever decides about a sender process. A configuration or an adapter may have changed it. */
function keyOf({ modules, start }: SenderChildOptions): string {
  return JSON.stringify([childFlags([senderProgram(), ...modules]), start, process.cwd(), childEnv()]);
}
