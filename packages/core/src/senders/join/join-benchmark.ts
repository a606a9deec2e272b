import { LOAD_TIMEOUT_MS } from "../../adapter/import-default.js";
import { checkForkable } from "../../control/check-forkable.js";
import { whyEnded } from "../../failure/why-ended.js";
import { messageOf, WireduelError } from "../../failure/wireduel-error.js";
import {
  type CheckedJoinOptions,
  checkJoinOptions,
  type JoinBenchmarkOptions,
  type JoinEvents,
  type JoinedRun,
} from "../../options/join-benchmark-options.js";
import { refuseInsideReceiver } from "../../process/inside-receiver.js";
import { checkMayConnect, checkMayFork } from "../../process/permissions.js";
import { senderProgram } from "../sender-child.js";
import type { RunEnd } from "./join-types.js";
import type { Relay } from "./relay.js";
import type { RunConnection } from "./run-connection.js";

/**
 * Sends in the run of another process, on any machine. That run has `senders: { count, join }`. Resolves when it is over, also
 * if it failed.
 *
 * The promise rejects with a WireduelError:
 *
 * - `INVALID_OPTION`, `ADAPTER_NOT_LOADABLE`, `BUNDLED`, `INSIDE_RECEIVER` or `PERMISSION_DENIED` before anything is opened.
 * - `COORDINATOR_UNREACHABLE` if no run answers within `timeoutMs`, `UNAUTHORIZED` if it requires another token.
 * - `CONTRACT_MISMATCH`, `UNKNOWN_ADAPTER` or `SENDER_REJECTED` if the run does not take this sender: another version, a
 *   label that has joined already, or too late. Also if the run counts it as lost.
 * - `COORDINATOR_LOST` if the run ends without a word, or does not answer.
 * - `ABORTED` if `signal` aborts.
 * - `EVENT_HANDLER_FAILED` if a handler of `events` throws.
 */
export async function joinBenchmark(options: JoinBenchmarkOptions): Promise<JoinedRun> {
  refuseInsideReceiver();
  const checked = checkJoinOptions(options);
  checkMayConnect();
  checkMayFork([]);
  senderProgram();
  for (const adapter of checked.adapters) await checkForkable(adapter, LOAD_TIMEOUT_MS);
  try {
    const { url } = checked.run;
    const onWaiting = (because: string) => emit(checked, "waiting", { url, because });
    // Imported lazily, because most programs that import this one join no run.
    const { RunConnection } = await import("./run-connection.js");
    return await sendIn(await RunConnection.open(checked, onWaiting), checked);
  } catch (error) {
    throw whyEnded(error, checked.signal);
  }
}

/** Sends in the rounds of a run, until it is over. */
async function sendIn(connection: RunConnection, options: CheckedJoinOptions): Promise<JoinedRun> {
  const { run, label, signal } = options;
  const { Relay } = await import("./relay.js");
  let rounds = 0;
  const relay = new Relay({
    registered: options,
    compareClocks: () => connection.compareClocks(),
    onEvent: (event) => connection.emit(event),
    onRound({ label: adapter, round, rounds: of }) {
      rounds++;
      emit(options, "round", { adapter, round, rounds: of });
    },
  });
  const onAbort = () => connection.fail(new WireduelError("ABORTED", "the caller aborted"));
  signal?.addEventListener("abort", onAbort, { once: true });
  let because: string | null = null;
  try {
    if (signal?.aborted) onAbort();
    emit(options, "joined", { url: run.url, label, of: connection.joined.of });
    const { error } = await work(connection, relay);
    return { rounds, error };
  } catch (error) {
    because = messageOf(error);
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await Promise.all([connection.close(because), relay.close()]);
  }
}

/** Does what the run says, until it is over. */
async function work(connection: RunConnection, relay: Relay): Promise<RunEnd> {
  for await (const call of connection.calls()) {
    if (call.name === "end") return call.argument as RunEnd;
    void connection.answer(call, relay);
  }
  throw new Error("a run does not end without a call");
}

function emit<Name extends keyof JoinEvents>(
  { emitter }: CheckedJoinOptions,
  name: Name,
  event: Parameters<JoinEvents[Name]>[0],
): void {
  try {
    emitter.emit(name, event);
  } catch (error) {
    const message = `a handler of "${name}" threw: ${messageOf(error)}`;
    throw new WireduelError("EVENT_HANDLER_FAILED", message, { cause: error });
  }
}
