import { mismatch } from "../options/kinds.js";
import { isGenerated, type PayloadSource } from "./payload-source.js";

/** How many bytes of given payloads are sent to a sender that joined. Generated ones are not sent. */
const MOST_SENT_BYTES = 64 * 2 ** 20;

/** How many bytes of the payloads a sender that joined gets. */
export function sentBytes(payloads: readonly PayloadSource[]): number {
  const given = payloads.flatMap((source) => (isGenerated(source) ? [] : source.payloads));
  return given.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/**
 * Checks that payloads can be sent to senders that join.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkSentBytes(payloads: readonly PayloadSource[]): void {
  const bytes = sentBytes(payloads);
  if (bytes <= MOST_SENT_BYTES) return;
  const wanted = `generated, or at most ${MOST_SENT_BYTES} bytes in total with \`senders.join\`, because each sender gets a copy`;
  throw mismatch("payload", wanted, `${bytes} bytes`);
}
