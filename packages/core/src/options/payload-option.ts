import { integer, invalidOption, isObject, object, withDefault } from "./kinds.js";

/**
 * What to send: bytes, a list of bytes to send in turn, or random bytes. The same seed (default 1) gives the
 * same bytes.
 */
export type PayloadOption =
  | Uint8Array
  | readonly Uint8Array[]
  | { readonly sizeBytes: number; readonly seed?: number };

/**
 * Checks a `payload` option and returns its payloads.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkPayloads(option: unknown, maxPayloadBytes: number): readonly Uint8Array[] {
  const check = (name: string, payload: unknown): Uint8Array => {
    if (!(payload instanceof Uint8Array)) {
      throw invalidOption(name, "bytes (a Uint8Array or Buffer)", payload);
    }
    if (payload.byteLength <= maxPayloadBytes) return payload;
    throw invalidOption(name, `at most \`maxPayloadBytes\` (${maxPayloadBytes}) bytes long`, payload);
  };
  if (option instanceof Uint8Array) return [check("payload", option)];
  if (Array.isArray(option)) {
    if (option.length === 0) throw invalidOption("payload", "at least one payload", option);
    return option.map((payload, index) => check(`payload[${index}]`, payload));
  }
  if (!isObject(option))
    throw invalidOption("payload", "bytes, a list of bytes, or { sizeBytes, seed }", option);
  const { sizeBytes, seed } = object<{ sizeBytes: number; seed: number }>({
    sizeBytes: integer({ min: 0, max: maxPayloadBytes }),
    seed: withDefault(integer(), 1),
  }).parse("payload", option);
  return [randomBytes(sizeBytes, seed)];
}

/** Pseudorandom bytes: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). The same seed gives the same bytes. */
export function randomBytes(sizeBytes: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  // The state must not be 0: the generator would only return 0.
  let state = (seed ^ 0x9e3779b9) | 0 || 1;
  for (let index = 0; index < words.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return new Uint8Array(words.buffer, 0, sizeBytes);
}
