import fc from "fast-check";
import type { Decoder } from "./decoder.js";
import { harmed } from "./harm.js";
import { survives } from "./survives.js";

/** How a decoder is tried. */
export interface FuzzOptions {
  /** The same seed makes the same inputs. */
  readonly seed: number;
  readonly inputs: number;
  /** Called with each input before it is decoded. */
  onInput?(input: Uint8Array): void;
}

/**
 * Gives a decoder real inputs, and then harmed ones.
 * @returns how many
 * @throws Error with the smallest input that was found, and with what the decoder did
 */
export async function fuzz(
  decoder: Decoder,
  { seed, inputs, onInput = () => {} }: FuzzOptions,
): Promise<number> {
  const ready = await decoder.open();
  try {
    for (const capture of ready.captures) {
      onInput(capture);
      await ready.decode(capture);
    }
    const property = fc.asyncProperty(harmed(decoder.form, ready.captures), async (input) => {
      onInput(input);
      await survives(decoder, ready, input);
    });
    const details = await fc.check(property, { seed, numRuns: inputs, endOnFailure: false });
    if (details.failed) throw failureOf(decoder, details);
    return ready.captures.length + details.numRuns;
  } finally {
    await ready.close?.();
  }
}

function failureOf(
  { name }: Decoder,
  { seed, counterexample, errorInstance }: fc.RunDetails<[Uint8Array]>,
): Error {
  const [input] = counterexample ?? [];
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return new Error(`${name}: ${reason}; seed ${seed}, input ${shown(input)}`, { cause: errorInstance });
}

const MOST_SHOWN = 500;

function shown(input: Uint8Array | undefined): string {
  const text = Buffer.from(input ?? []).toString("latin1");
  return JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
}
