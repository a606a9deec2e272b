import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { Adapter } from "../adapter/contract.js";
import { codecOf, codecsOf } from "../adapter/define-adapter.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import { within } from "../clock/within.js";
import { loadAdapter, NotHere } from "../adapter/load-adapter.js";
import type { ReceiverConnection, ReceiverControl } from "./control-calls.js";

/** The control calls, by name. */
const CALLS: readonly (keyof ReceiverControl)[] = [
  "identify",
  "openSession",
  "setReference",
  "dial",
  "startPhase",
  "stampClock",
  "collect",
  "closeSession",
];

/**
 * Makes sure that another process can make this adapter, before any is forked.
 *
 * @param timeoutMs how long its module may take to load
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`
 */
export async function checkForkable(adapter: Adapter, timeoutMs: number): Promise<void> {
  const { name, module, options } = adapter;
  const codec = codecOf(adapter);
  const inline = 'or use `receiver: "inline"`';
  if (module === undefined) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name}: a receiver process cannot make this adapter, as it names no \`module\`; put it into a module of its ` +
        `own with \`module: import.meta.url\` and the factory as default export, ${inline}`,
    );
  }
  if (module === mainScript()) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name} is defined in the script that was started (${module}), which a receiver process would run again; ` +
        `move the adapter into a module of its own, ${inline}`,
    );
  }
  const again = await loadAdapter(name, module, options, timeoutMs).catch((error: unknown) => {
    // The receiver's process gets a loader of its own, and says whether the module is right.
    if (error instanceof NotHere) return adapter;
    throw error;
  });
  if (!isDeepStrictEqual(again.options, JSON.parse(JSON.stringify(options)))) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name}: its options do not survive a JSON round trip, so both ends would not have the same`,
    );
  }
  // A child knows the built-in codecs, and the adapter's own, by name.
  if (codec.module === undefined && !codecsOf(adapter.codecs).includes(codec)) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name}: a receiver process cannot load the codec "${codec.name}", as it names no \`module\`; give it one, ${inline}`,
    );
  }
}

function mainScript(): string | undefined {
  try {
    return process.argv[1] === undefined ? undefined : pathToFileURL(realpathSync(process.argv[1])).href;
  } catch {
    return undefined;
  }
}

/**
 * Starts a receiver in a process of its own, fresh for each row of a run: two ends on one event loop falsify each other.
 * @param timeoutMs how long its process may take to answer
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`, `RECEIVER_START_FAILED`
 */
export async function forkReceiver(
  adapter: Adapter,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<ReceiverConnection> {
  let ready = false;
  const child = new ChildCalls({
    entry: entryBeside(import.meta.url, "receiver-process"),
    modules: [adapter.module, codecOf(adapter).module].filter((module) => module !== undefined),
    what: "the receiver process",
    gone: (how) => new WireduelError(ready ? "RECEIVER_LOST" : "RECEIVER_START_FAILED", how),
  });
  const calls = Object.fromEntries(
    CALLS.map((call) => [call, (...args: unknown[]) => child.call(call, args)]),
  ) as unknown as ReceiverControl;
  const slow = () =>
    new WireduelError("RECEIVER_START_FAILED", `the receiver process did not start within ${timeoutMs} ms`);
  try {
    await within(calls.identify(), timeoutMs, slow, signal);
  } catch (error) {
    await child.close();
    throw error;
  }
  ready = true;
  return {
    ...calls,
    kind: "process",
    processId: child.processId,
    lost: child.lost,
    disconnect: () => child.close(),
  };
}
