import { parseMatrix, parseResult } from "@wireduel/core";
import type { StoredResult } from "@wireduel/core/report";

/**
 * Parses what a run or a matrix stored, and checks it completely.
 * @throws WireduelError `INVALID_RESULT` with the path of the invalid field and what was expected
 */
export function parseStored(text: string): StoredResult {
  return kindOf(text) === "matrix" ? parseMatrix(text) : parseResult(text);
}

/** The field `kind` of the stored object. Undefined also if this is no JSON: then the parser says so. */
function kindOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly kind?: unknown } | null)?.kind;
  } catch {
    return undefined;
  }
}
