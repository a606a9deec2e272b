import type { HandWrittenLibrary, TakePayload } from "./pair.js";

/** The loops that can compare payloads. */
export const COMPARING: readonly HandWrittenLibrary[] = ["tcp", "ws"];

/**
 * Compares each payload with the first one, in a later turn of the event loop: what core does with a large payload and its reference.
 * @param onDamage called for a payload that differs
 */
export function comparePayloads(onDamage: () => void): TakePayload {
  let reference: Buffer | undefined;
  let waiting: Uint8Array[] = [];
  const compare = () => {
    const payloads = waiting;
    waiting = [];
    for (const payload of payloads) {
      reference ??= Buffer.from(payload);
      if (Buffer.compare(reference, payload) !== 0) onDamage();
    }
  };
  return (payload) => {
    if (waiting.push(payload) === 1) setImmediate(compare);
  };
}
