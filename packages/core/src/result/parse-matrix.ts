import { MATRIX_SCHEMA_VERSION, type MatrixResult } from "./matrix.js";
import { matrixResult } from "./matrix-kinds.js";
import { parseStored } from "./parse-stored.js";

/**
 * Parses a stored matrix and checks it completely.
 * @param text JSON: the `file` of `runMatrix`, or `JSON.stringify` of its result
 * @throws WireduelError `INVALID_RESULT` with the path of the invalid field and what was expected
 */
export function parseMatrix(text: string): MatrixResult {
  return parseStored(text, { what: "matrix", version: MATRIX_SCHEMA_VERSION, kind: matrixResult });
}
