import {
  enoughDistinct,
  type GivenPayloads,
  isGenerated,
  PAYLOAD_KINDS,
  type PayloadKind,
  type PayloadSource,
} from "../payload/payload-source.js";
import { FILE_WANTED, type Limits, readFiles, readLines, readOne } from "../payload/read-payloads.js";
import { integer, invalidOption, isObject, mismatch, object, oneOf, text, withDefault } from "./kinds.js";

/**
 * What to send:
 *
 * - bytes
 * - `{ sizeBytes, kind, distinct, seed }`: generated payloads. `kind` is `random` (the default), `text`, `json`
 *   (records whose keys repeat and whose values do not) or `zero`. By default, the different payloads together
 *   exceed every compression window. The same `seed` (default 1) gives the same payloads.
 * - `{ file }`: the content of a file.
 * - `{ files }`: every file that matches a glob pattern, in the order of their names.
 * - `{ lines }`: every line of a file that is not empty, without its end. For captures of real messages.
 *
 * In a list, the items take turns, and each item repeats its own payloads.
 */
export type PayloadOption = PayloadItem | readonly PayloadItem[];

/** One item of a `payload` option. See `PayloadOption`. */
export type PayloadItem =
  | Uint8Array
  | {
      /** The size of each payload. */
      readonly sizeBytes: number;
      /** Default: `random`. */
      readonly kind?: PayloadKind;
      /** How many different payloads. Default: enough to exceed every compression window. */
      readonly distinct?: number;
      /** Default: 1. */
      readonly seed?: number;
    }
  | { readonly file: string }
  | { readonly files: string }
  | { readonly lines: string };

/** What the check of payloads depends on. */
export interface PayloadLimits {
  /** The maximum size of each payload. */
  readonly maxPayloadBytes: number;
  /** How many payloads will be sent at most, the warm-up included. */
  readonly sent: number;
}

/** Both ends keep all payloads in memory. */
const MOST_BYTES = 2 ** 30;
const MOST_DISTINCT = 1_000_000;
const WANTED = "bytes, { sizeBytes }, { file }, { files }, { lines }, or a list of these";

/**
 * Checks a `payload` option, and reads the files in it.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkPayloads(option: unknown, limits: PayloadLimits): readonly PayloadSource[] {
  const items: readonly unknown[] = Array.isArray(option) ? option : [option];
  if (items.length === 0) throw invalidOption("payload", "at least one payload", option);
  const sources = items.map((item, index) =>
    checkItem(Array.isArray(option) ? `payload[${index}]` : "payload", item, limits),
  );
  if (totalBytes(sources) > MOST_BYTES) {
    throw mismatch("payload", `at most ${MOST_BYTES} bytes in total`, `${totalBytes(sources)} bytes`);
  }
  return sources.every(isBytes) ? [asOne(sources)] : sources;
}

function checkItem(name: string, item: unknown, limits: PayloadLimits): PayloadSource {
  const { maxPayloadBytes } = limits;
  const files: Limits = { maxPayloadBytes, mostBytes: MOST_BYTES, most: MOST_DISTINCT };
  if (item instanceof Uint8Array) {
    if (isDetached(item)) throw mismatch(name, "bytes", "bytes whose memory was transferred");
    if (item.byteLength > maxPayloadBytes) {
      throw invalidOption(name, `at most \`maxPayloadBytes\` (${maxPayloadBytes}) bytes long`, item);
    }
    return { kind: "bytes", from: null, payloads: [item] };
  }
  if (!isObject(item)) throw invalidOption(name, WANTED, item);
  if ("file" in item) return given(name, item, "file", (path) => [readOne(`${name}.file`, path, files)]);
  if ("files" in item) return given(name, item, "files", (path) => readFiles(`${name}.files`, path, files));
  if ("lines" in item) return given(name, item, "lines", (path) => readLines(`${name}.lines`, path, files));
  return generated(name, item, limits);
}

function given(
  name: string,
  item: object,
  kind: "file" | "files" | "lines",
  read: (path: string) => readonly Uint8Array[],
): GivenPayloads {
  const wanted = kind === "files" ? "a glob pattern" : FILE_WANTED;
  const parsed = object<Record<string, string>>({ [kind]: text(/^[^\0]+$/, wanted) }).parse(name, item);
  const from = parsed[kind] as string;
  return { kind, from, payloads: read(from) };
}

function generated(name: string, item: object, { maxPayloadBytes, sent }: PayloadLimits): PayloadSource {
  const parsed = object<{ sizeBytes: number; kind: PayloadKind; distinct: number | null; seed: number }>({
    sizeBytes: integer({ min: 0, max: maxPayloadBytes }),
    kind: withDefault(oneOf(PAYLOAD_KINDS), "random"),
    distinct: withDefault<number | null>(integer({ min: 1, max: MOST_DISTINCT }), null),
    seed: withDefault(integer(), 1),
  }).parse(name, item);
  const { sizeBytes, kind, seed } = parsed;
  return { kind, sizeBytes, distinct: parsed.distinct ?? enoughDistinct(kind, sizeBytes, sent), seed };
}

function totalBytes(sources: readonly PayloadSource[]): number {
  const sizes = sources.map((source) =>
    isGenerated(source)
      ? source.sizeBytes * source.distinct
      : source.payloads.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function isBytes(source: PayloadSource): source is GivenPayloads {
  return source.kind === "bytes";
}

function isDetached({ buffer }: Uint8Array): boolean {
  try {
    return new Uint8Array(buffer).byteLength < 0;
  } catch {
    return true;
  }
}

/** A list of bytes is one source. */
function asOne(sources: readonly GivenPayloads[]): GivenPayloads {
  return { kind: "bytes", from: null, payloads: sources.flatMap(({ payloads }) => payloads) };
}
