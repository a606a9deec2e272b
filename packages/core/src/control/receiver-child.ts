import { WireduelError } from "../failure/wireduel-error.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";

/**
 * The program of a receiver process.
 * @throws WireduelError `BUNDLED` if it is not there
 */
export const receiverProgram = (): string => entryBeside(import.meta.url, "receiver-process");

/** A receiver process that was asked who it is, and may not have answered yet. */
export class ReceiverChild {
  readonly calls: ChildCalls;
  /** Its first answer. */
  readonly identity: Promise<unknown>;

  /**
   * Starts it.
   * @param modules those of its adapter
   * @throws WireduelError See `ChildCalls`.
   */
  constructor(modules: readonly string[]) {
    let answered = false;
    this.calls = new ChildCalls({
      entry: receiverProgram(),
      modules,
      startWith: { modules },
      what: "the receiver process",
      gone: (how) => new WireduelError(answered ? "RECEIVER_LOST" : "RECEIVER_START_FAILED", how),
    });
    this.identity = this.calls.call("identify", [{}]);
    this.identity.then(
      () => {
        answered = true;
      },
      () => {},
    );
  }
}

let ahead: { readonly modules: string; readonly child: ReceiverChild } | undefined;

/** Starts a receiver process that `takeReceiver` will take. If that is not possible, `takeReceiver` says why. */
export function startReceiverAhead(modules: readonly string[]): void {
  try {
    ahead = { modules: JSON.stringify(modules), child: new ReceiverChild(modules) };
  } catch {
    // It is tried again.
  }
}

/**
 * The receiver process that was started ahead for these modules, or a new one. Nobody else gets it.
 * @throws WireduelError See `ChildCalls`.
 */
export function takeReceiver(modules: readonly string[]): ReceiverChild {
  if (ahead?.modules !== JSON.stringify(modules)) return new ReceiverChild(modules);
  const { child } = ahead;
  ahead = undefined;
  return child;
}
