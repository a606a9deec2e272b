import type { BenchmarkResult } from "../result/result.js";

/**
 * Why a run was refused or ended early. Codes are stable between major versions; messages are not.
 *
 * - `INVALID_OPTION`: an option is not what was wanted; nothing was opened.
 * - `INSIDE_RECEIVER`: `runBenchmark` was called while a receiver process loaded an adapter.
 * - `ADAPTER_NOT_LOADABLE`: another process cannot load the adapter or codec from its module.
 * - `RECEIVER_START_FAILED`: the receiver's process did not start.
 * - `RECEIVER_UNREACHABLE`: no receiver answered at the given address.
 * - `RECEIVER_BUSY`: the receiver is in a session with another sender.
 * - `RECEIVER_LOST`: the receiver went away during the run; `error.result` keeps what was measured.
 * - `UNAUTHORIZED`: the receiver wants another token.
 * - `CONTRACT_MISMATCH`: the two ends speak different versions of the contract.
 * - `UNKNOWN_ADAPTER`: the receiver does not serve this adapter.
 * - `SESSION_NOT_FOUND`: the session named is not the open one.
 * - `LISTEN_FAILED`: the adapter could not listen (a busy port, for one).
 * - `CONNECT_FAILED`: the adapter could not dial the listening end.
 * - `ABORTED`: the caller's `signal` ended the run; `error.result` keeps what was measured.
 * - `LISTENER_FAILED`: a listener of `events` threw; `error.result` keeps what was measured.
 * - `UNEXPECTED`: something threw that must not (an adapter, for one); the cause is kept, and `error.result`.
 */
export type ErrorCode =
  | "INVALID_OPTION"
  | "INSIDE_RECEIVER"
  | "ADAPTER_NOT_LOADABLE"
  | "RECEIVER_START_FAILED"
  | "RECEIVER_UNREACHABLE"
  | "RECEIVER_BUSY"
  | "RECEIVER_LOST"
  | "UNAUTHORIZED"
  | "CONTRACT_MISMATCH"
  | "UNKNOWN_ADAPTER"
  | "SESSION_NOT_FOUND"
  | "LISTEN_FAILED"
  | "CONNECT_FAILED"
  | "ABORTED"
  | "LISTENER_FAILED"
  | "UNEXPECTED";

/** The one error class of Wireduel: a stable `code`, a message for people, the cause kept. */
export class WireduelError extends Error {
  override readonly name = "WireduelError";
  /** Stable between major versions. */
  readonly code: ErrorCode;
  /** What had been measured when the run ended early, which may be nothing; absent where options were refused. */
  result?: BenchmarkResult;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The text of anything thrown; an `AggregateError` (as Node throws for a refused `localhost`) tells its parts. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join("; ");
  }
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

/** `error` itself if it is Wireduel's own, else wrapped under `code` with `context: ` before its message. */
export function asWireduelError(error: unknown, code: ErrorCode, context: string): WireduelError {
  if (error instanceof WireduelError) return error;
  return new WireduelError(code, `${context}: ${messageOf(error)}`, { cause: error });
}
