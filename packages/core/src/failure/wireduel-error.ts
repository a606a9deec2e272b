import type { MatrixResult } from "../result/matrix.js";
import type { BenchmarkResult } from "../result/result.js";
import type { ErrorCode, Failure } from "./codes.js";
import { printable } from "./printable.js";

/**
 * The error class of Wireduel. `code` says what went wrong, and `cause` may have the original error. Printed,
 * it shows its message, code and cause, but not its result.
 */
export class WireduelError extends Error implements Failure<ErrorCode> {
  declare readonly name: "WireduelError";
  /** Stable between major versions. */
  readonly code: ErrorCode;
  /**
   * What was measured before the run ended early. It may have no timings. Absent if the run did not start.
   */
  declare readonly result?: BenchmarkResult;
  /** What `runMatrix` measured before it ended early. Absent if it did not start. */
  declare readonly matrix?: MatrixResult;

  constructor(
    code: ErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly result?: BenchmarkResult; readonly matrix?: MatrixResult },
  ) {
    // A part of it may come from a peer or from a file.
    super(typeof message === "string" ? printable(message) : message, options);
    this.code = code;
    // Not enumerable: an uncaught error would print hundreds of lines of it.
    if (options?.result) Object.defineProperty(this, "result", { value: options.result });
    if (options?.matrix) Object.defineProperty(this, "matrix", { value: options.matrix });
  }

  /** Plain data for logs. An error's message is not enumerable, so `JSON.stringify` would leave it out. */
  toJSON(): Failure<ErrorCode> & { readonly name: "WireduelError" } {
    const { name, code, message } = this;
    return { name, code, message };
  }
}

// On the prototype, where Node's own errors have it. So a printed error does not repeat its name. It is not in a static
// block, because esbuild would rename the class.
Object.defineProperty(WireduelError.prototype, "name", { value: "WireduelError" });

/**
 * The message of anything thrown, as a terminal may show it: a peer may have written a part of it. Node's error for a
 * refused `localhost` has no message: then it joins its parts'.
 */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return printable(error instanceof Error ? error.message || error.name : String(error));
}

/**
 * Returns `error` if it is a WireduelError, else a new one with `code` and with `context: ` before the
 * message.
 */
export function asWireduelError(error: unknown, code: ErrorCode, context: string): WireduelError {
  if (error instanceof WireduelError) return error;
  return new WireduelError(code, `${context}: ${messageOf(error)}`, { cause: error });
}
