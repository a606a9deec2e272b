import type { Warning } from "../failure/codes.js";
import { isLoopback } from "../network/loopback.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { CheckedJoin } from "../options/join-option.js";
import type { CheckedReceiver } from "../options/receiver-option.js";

/** What decides whether control leaves this machine. */
export type ControlledBy = Pick<CheckedOptions, "join"> & {
  readonly settings: { readonly receiver: CheckedReceiver };
};

/** Warns if control is not encrypted on its way to another host. */
export function plainControlWarnings({ settings, join }: ControlledBy): Warning[] {
  return [...receiverWarnings(settings.receiver), ...joinWarnings(join)];
}

function receiverWarnings(receiver: CheckedReceiver): Warning[] {
  if (typeof receiver === "string" || receiver.url.startsWith("https:")) return [];
  // A URL has brackets around an IPv6 address.
  const host = new URL(receiver.url).hostname.replace(/^\[|\]$/g, "");
  if (isLoopback(host)) return [];
  const message =
    `control of ${receiver.url} is not encrypted: anyone who can read its traffic learns the token and the secrets ` +
    "of sessions, and anyone who can change it can pretend to be the receiver";
  return [{ code: "CONTROL_NOT_ENCRYPTED", message }];
}

function joinWarnings(join: CheckedJoin | null): Warning[] {
  if (join === null || join.tls !== null || isLoopback(join.host)) return [];
  const message =
    `senders join on ${join.host} without encryption: who can read their traffic learns the tokens of the run and of ` +
    "the receiver, and who can change it can be the run";
  return [{ code: "CONTROL_NOT_ENCRYPTED", message }];
}
