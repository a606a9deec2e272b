import { invalidOption, refuseUnknown } from "./option.js";

/** What is sent: bytes; several, in turn; or seeded random bytes of a size. */
export type PayloadOption =
  | Uint8Array
  | readonly Uint8Array[]
  | { readonly sizeBytes: number; readonly seed?: number };

/**
 * The payloads that an option stands for, each checked against the limit.
 * @throws WireduelError `INVALID_OPTION`
 */
export function payloadsOf(option: unknown, maxPayloadBytes: number): readonly Uint8Array[] {
  const limit = `at most \`maxPayloadBytes\` (${maxPayloadBytes})`;
  const check = (name: string, payload: unknown): Uint8Array => {
    if (!(payload instanceof Uint8Array))
      throw invalidOption(name, "bytes (a Uint8Array or Buffer)", payload);
    if (payload.byteLength > maxPayloadBytes) throw invalidOption(name, `${limit} bytes long`, payload);
    return payload;
  };
  if (option instanceof Uint8Array) return [check("payload", option)];
  if (Array.isArray(option)) {
    if (option.length === 0) throw invalidOption("payload", "at least one payload", option);
    return option.map((payload, index) => check(`payload[${index}]`, payload));
  }
  if (typeof option === "object" && option !== null && "sizeBytes" in option) {
    refuseUnknown("payload", ["sizeBytes", "seed"], option);
    const { sizeBytes, seed = 1 } = option as { sizeBytes: unknown; seed?: unknown };
    if (
      !Number.isInteger(sizeBytes) ||
      (sizeBytes as number) < 0 ||
      (sizeBytes as number) > maxPayloadBytes
    ) {
      throw invalidOption("payload.sizeBytes", `a whole number from 0 to ${limit}`, sizeBytes);
    }
    if (!Number.isSafeInteger(seed)) throw invalidOption("payload.seed", "a whole number", seed);
    return [randomBytes(sizeBytes as number, seed as number)];
  }
  throw invalidOption("payload", "bytes, a list of bytes, or { sizeBytes, seed }", option);
}

/** Bytes that look random and are the same for the same seed: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
export function randomBytes(sizeBytes: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  // Zero is the generator's one fixed point.
  let state = (seed ^ 0x9e3779b9) | 0 || 1;
  for (let index = 0; index < words.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return new Uint8Array(words.buffer, 0, sizeBytes);
}
