import { randomBytes } from "node:crypto";
import { adapterData } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { RemoteReceiver } from "../options/receiver-option.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import { firstAnswer } from "./first-answer.js";
import type { ReceiverServerProcess } from "./receiver-server-process.js";

/**
 * The program of a receiver process that several senders reach.
 * @throws WireduelError `BUNDLED` if it is not there
 */
export const receiverServerProgram = (): string => entryBeside(import.meta.url, "receiver-server-process");

/** A receiver process that several senders of this machine reach. */
export interface ForkedReceiverServer {
  /** How a sender reaches it. */
  readonly remote: RemoteReceiver;
  /** Ends the process. Idempotent, never rejects. */
  close(): Promise<void>;
}

/** How a receiver server is started. */
export interface ForkReceiverServerOptions {
  /** How long the process may take to listen. */
  readonly timeoutMs: number;
  /** Those of all adapters of the run: see `Sender`. */
  readonly modules: readonly string[];
  /** Ends the start. */
  readonly signal: AbortSignal;
}

/**
 * Starts a receiver server in a new process. Only who has its token can use it.
 * @throws WireduelError `BUNDLED`, `ADAPTER_NOT_LOADABLE`, `RECEIVER_START_FAILED`, or the reason of the signal
 */
export async function forkReceiverServer(
  adapter: Adapter,
  { timeoutMs, modules, signal }: ForkReceiverServerOptions,
): Promise<ForkedReceiverServer> {
  const child = new ChildCalls({
    entry: receiverServerProgram(),
    modules,
    what: "the receiver process",
    gone: (how) => new WireduelError("RECEIVER_START_FAILED", how),
  });
  const token = randomBytes(24).toString("base64url");
  const request = { adapter: adapterData(adapter, timeoutMs), token };
  const serving = child.call("serve", [request]) as ReturnType<ReceiverServerProcess["serve"]>;
  const url = await firstAnswer(child, serving, { timeoutMs, signal });
  return { remote: { url, token, tls: null }, close: () => child.close() };
}
