import { messageOf, WireduelError } from "../failure/wireduel-error.js";

/** The error with the label of its adapter before the message. */
export function labelled(label: string, error: unknown): WireduelError {
  const code = error instanceof WireduelError ? error.code : "UNEXPECTED";
  return new WireduelError(code, `${label}: ${messageOf(error)}`, { cause: error });
}
