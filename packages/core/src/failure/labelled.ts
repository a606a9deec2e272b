import { messageOf, WireduelError } from "./wireduel-error.js";

/** The error with a label before the message, such as that of its adapter. */
export function labelled(label: string, error: unknown): WireduelError {
  const code = error instanceof WireduelError ? error.code : "UNEXPECTED";
  return new WireduelError(code, `${label}: ${messageOf(error)}`, { cause: error });
}
