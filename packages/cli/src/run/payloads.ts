import type { PayloadOption } from "@wireduel/core";
import type { ValuesOf } from "../flags/flag.js";
import type { PayloadFlags } from "../flags/run-flags.js";

const USUAL_BYTES = 10_000;

/** Payloads by their names, in the order of a matrix: files, lines, then sizes. Without names if all are generated. */
export type Payloads = readonly PayloadOption[] | Readonly<Record<string, PayloadOption>>;

/** The payloads of a run: one for each file, pattern and size. */
export function payloadsOf(values: Omit<ValuesOf<PayloadFlags>, "replyBytes">): Payloads {
  const { payload = [], lines = [], kind = "random" } = values;
  const given = [...payload.map(fileOrPattern), ...lines.map((path) => [path, { lines: path }] as const)];
  const sizes = values.size ?? (given.length === 0 ? [USUAL_BYTES] : []);
  const generated = sizes.map((sizeBytes) => ({ sizeBytes, kind }));
  // Core names sizes by itself: `10 kB`.
  if (given.length === 0) return generated;
  const named = generated.map((one) => [`${one.sizeBytes} B ${kind}`, one] as const);
  return Object.fromEntries([...given, ...named]);
}

/** A file whose name has such a character can be given as a pattern that escapes it. */
function fileOrPattern(path: string): readonly [name: string, payload: PayloadOption] {
  return [path, /[*?[\]{}]/.test(path) ? { files: path } : { file: path }];
}
