import type { BenchmarkResult } from "../result/result.js";
import type { ErrorCode, Failure } from "./codes.js";

/** The error class of Wireduel. `code` says what went wrong, and `cause` may have the original error. */
export class WireduelError extends Error implements Failure<ErrorCode> {
  override readonly name = "WireduelError";
  /** Stable between major versions. */
  readonly code: ErrorCode;
  /**
   * What was measured before the run ended early. It may have no timings. Absent if the run did not start.
   */
  declare result?: BenchmarkResult;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The message of anything thrown. Node's error for a refused `localhost` has no message: then it joins its
 * parts'.
 */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

/**
 * Returns `error` if it is a WireduelError, else a new one with `code` and with `context: ` before the
 * message.
 */
export function asWireduelError(error: unknown, code: ErrorCode, context: string): WireduelError {
  if (error instanceof WireduelError) return error;
  return new WireduelError(code, `${context}: ${messageOf(error)}`, { cause: error });
}
