// What every decoder must do with whatever it gets: decode it, or refuse it with one clear error.

import type { Decoder, Ready } from "./decoder.js";
import { printable } from "./internals.js";

const MIB = 2 ** 20;
/** A parsed value may be much larger than its JSON: a list of empty lists is. */
const MEMORY_FOR_EACH_BYTE = 200;
const USUAL_MEMORY = 64 * MIB;
const MOST_MESSAGE_CHARACTERS = 5_000;
/** Prototypes that a careless assignment could change for everything else in the process. */
const SHARED: readonly object[] = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const MOST_VALUES = 100_000;
const OF_JAVASCRIPT: ReadonlySet<string> = new Set(["Error", "TypeError", "RangeError", "SyntaxError"]);

/**
 * Decodes an input.
 * @throws Error that says what was wrong with how it was decoded
 */
export async function survives(
  decoder: Decoder,
  { decode }: Pick<Ready, "decode">,
  input: Uint8Array,
): Promise<void> {
  const { mostBytes = USUAL_MEMORY } = decoder;
  const memory = peakMemory();
  const before = SHARED.map((one) => Reflect.ownKeys(one).length);
  let decoded: unknown;
  try {
    decoded = await decode(input);
  } catch (error) {
    checkRefusal(error, decoder);
  }
  checkPrototypes(decoded);
  const polluted = SHARED.some((one, index) => Reflect.ownKeys(one).length !== before[index]);
  if (polluted) throw new Error("it changed a prototype of JavaScript itself");
  const grown = peakMemory() - memory;
  if (grown > mostBytes + MEMORY_FOR_EACH_BYTE * input.byteLength) {
    throw new Error(`it took ${Math.round(grown / MIB)} MiB for ${input.byteLength} bytes`);
  }
}

/** The most memory that this process has used so far. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function checkRefusal(error: unknown, decoder: Decoder): void {
  const problem = problemOf(error, decoder);
  if (problem !== undefined) throw new Error(problem, { cause: error });
}

function problemOf(error: unknown, { refuses, isOwn = false }: Decoder): string | undefined {
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  if (!refuses.includes(error.name)) return `it threw a ${error.name}: ${error.message}`;
  // Core prints the errors of a codec only after it has made them printable.
  if (OF_JAVASCRIPT.has(error.name)) return undefined;
  if (error.message === "") return "its error has no message";
  if (error.message.length > MOST_MESSAGE_CHARACTERS)
    return `its message has ${error.message.length} characters`;
  if (!isOwn && printable(error.message) !== error.message) {
    return `its message cannot be printed: ${JSON.stringify(error.message)}`;
  }
  return undefined;
}

/** A class has its constructor. What has none was made a prototype by the input. */
function checkPrototypes(decoded: unknown): void {
  const values = [decoded];
  for (let count = 0; values.length > 0 && count < MOST_VALUES; count++) {
    const value = values.pop();
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) continue;
    const prototype: object | null = Object.getPrototypeOf(value);
    if (prototype !== null && !Object.hasOwn(prototype, "constructor")) {
      throw new Error("it made a part of the input a prototype");
    }
    for (const one of Object.values(value)) values.push(one);
  }
}
