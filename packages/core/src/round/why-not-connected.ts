import { WireduelError } from "../failure/wireduel-error.js";
import { hasNoDescriptors, NO_DESCRIPTORS } from "../process/descriptors.js";
import type { ReceiverSession } from "./receiver-session.js";

/**
 * Why links could not be opened. The receiver may be lost, which a link often notices first. And an end without file descriptors
 * closes new connections without a word.
 * @param error that of the attempt
 * @param receiver a connected one
 */
export async function whyNotConnected(
  error: unknown,
  receiver: Pick<ReceiverSession, "whyLost" | "whyLinkClosed">,
): Promise<unknown> {
  if (!(error instanceof WireduelError) || error.code !== "CONNECT_FAILED") return error;
  const lost = await receiver.whyLost();
  if (lost) return new WireduelError(lost.code, lost.message, { cause: error });
  const here = hasNoDescriptors() ? `; here, ${NO_DESCRIPTORS}` : "";
  const why = await receiver.whyLinkClosed();
  const there = why === undefined || error.message.includes(why) ? "" : `; at the receiver: ${why}`;
  return new WireduelError(error.code, error.message + here + there, { cause: error });
}
