import { parseStored } from "./parse-stored.js";
import { type BenchmarkResult, RESULT_SCHEMA_VERSION } from "./result.js";
import { benchmarkResult } from "./result-kinds.js";

/**
 * Parses a stored result and checks it completely.
 * @param text JSON, as written by `formatJson`
 * @throws WireduelError `INVALID_RESULT` with the path of the invalid field and what was expected
 */
export function parseResult(text: string): BenchmarkResult {
  return parseStored(text, { what: "result", version: RESULT_SCHEMA_VERSION, kind: benchmarkResult });
}
