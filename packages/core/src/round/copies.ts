import type { References } from "../control/control-types.js";
import { isGenerated, type PayloadSource } from "../payload/payload-source.js";

/** A call should not block the receiver for long. A larger payload has a call of its own. */
const MOST_BYTES = 4 * 2 ** 20;
/** Over HTTP, the sizes are in the URL. */
const MOST_PAYLOADS = 500;

/** Payloads of one control call. */
export interface Copies {
  readonly references: Omit<References, "session">;
  readonly payload: Uint8Array;
  /** Numbers of the first and the last payload, and how many there are, for messages. */
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** The payloads that the receiver cannot generate itself, in pieces for control calls. */
export function* copiesOf(sources: readonly PayloadSource[]): Generator<Copies> {
  for (const [source, one] of sources.entries()) {
    if (isGenerated(one)) continue;
    const { payloads } = one;
    for (let index = 0; index < payloads.length; ) {
      const batch = nextBatch(payloads, index);
      const [first] = batch;
      const payload = batch.length === 1 ? (first as Uint8Array) : Buffer.concat(batch);
      const sizes = batch.length === 1 ? null : batch.map(({ byteLength }) => byteLength);
      const numbers = { from: index + 1, to: index + batch.length, of: payloads.length };
      yield { references: { source, index, sizes, payload }, payload, ...numbers };
      index += batch.length;
    }
  }
}

function nextBatch(payloads: readonly Uint8Array[], start: number): readonly Uint8Array[] {
  let end = start + 1;
  let bytes = (payloads[start] as Uint8Array).byteLength;
  for (; end < payloads.length && end - start < MOST_PAYLOADS; end++) {
    bytes += (payloads[end] as Uint8Array).byteLength;
    if (bytes > MOST_BYTES) break;
  }
  return payloads.slice(start, end);
}
