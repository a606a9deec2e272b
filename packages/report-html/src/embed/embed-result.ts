import { formatJson, isMatrix, type StoredResult } from "@wireduel/core/report";
import { gzipSync, strToU8 } from "fflate";

/** A page should open at once, and pass through a chat. Larger results stay outside of it. */
const MOST_EMBEDDED_CHARACTERS = 8_000_000;
/** A JSON of more characters is not compressed, and not even written if that is known before, because it would take seconds. */
const MOST_JSON_CHARACTERS = 40_000_000;

/**
 * The JSON of a result for its page: gzip, in base64. `wireduel report` reads it again. Undefined if it is too large.
 * @throws WireduelError `INVALID_OPTION` if `stored` is neither a result nor a matrix
 */
export function compressedResult(stored: StoredResult): string | undefined {
  if (charactersOfTransmissions(stored) > MOST_JSON_CHARACTERS) return undefined;
  const json = formatJson(stored);
  if (json.length > MOST_JSON_CHARACTERS) return undefined;
  // Without a time of its own, the same result has the same bytes. Histograms are compressed already: a higher level takes twice
  // as long, and saves 6 %.
  const text = base64(gzipSync(strToU8(json), { mtime: 0, level: 3 }));
  return text.length > MOST_EMBEDDED_CHARACTERS ? undefined : text;
}

/**
 * About how many characters of JSON the listed transmissions have, or fewer: errors are not counted. Nothing else makes a result
 * so large.
 */
function charactersOfTransmissions(stored: StoredResult): number {
  const results = isMatrix(stored) ? stored.cells.flatMap(({ result }) => result ?? []) : [stored];
  const rounds = results.flatMap(({ timings }) => timings.flatMap((timing) => timing.rounds));
  return rounds.reduce((sum, { transmissions }) => {
    const [first] = transmissions;
    return first === undefined
      ? sum
      : sum + transmissions.length * JSON.stringify({ ...first, error: undefined }).length;
  }, 0);
}

/** So many bytes make whole groups of base64, and are few enough for the arguments of one call. */
const CHUNK = 3 * 8192;

/** Node's Buffer, which browsers do not have. It is many times faster than `btoa`. */
interface WithBuffer {
  readonly Buffer?: {
    from(bytes: ArrayBufferLike, offset: number, length: number): { toString(encoding: "base64"): string };
  };
}

function base64(bytes: Uint8Array): string {
  const { Buffer } = globalThis as WithBuffer;
  if (Buffer) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  const chunks: string[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK) {
    chunks.push(btoa(String.fromCharCode(...bytes.subarray(start, start + CHUNK))));
  }
  return chunks.join("");
}
