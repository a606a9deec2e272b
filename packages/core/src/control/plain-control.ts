import type { Warning } from "../failure/codes.js";
import { isLoopback } from "../network/loopback.js";
import type { CheckedReceiver } from "../options/receiver-option.js";

/** Warns if control is not encrypted on its way to another host. */
export function plainControlWarnings(receiver: CheckedReceiver): Warning[] {
  if (typeof receiver === "string" || receiver.url.startsWith("https:")) return [];
  // A URL has brackets around an IPv6 address.
  const host = new URL(receiver.url).hostname.replace(/^\[|\]$/g, "");
  if (isLoopback(host)) return [];
  const message =
    `control of ${receiver.url} is not encrypted: who can read its traffic learns the token and the secrets of ` +
    "sessions, and who can change it can be the receiver";
  return [{ code: "CONTROL_NOT_ENCRYPTED", message }];
}
