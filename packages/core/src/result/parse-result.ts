import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { isObject } from "../options/kinds.js";
import { show } from "../options/show.js";
import { type BenchmarkResult, RESULT_SCHEMA_VERSION } from "./result.js";
import { benchmarkResult } from "./result-kinds.js";

/**
 * Parses a stored result and checks it completely.
 * @param text JSON, as written by `formatJson`
 * @throws WireduelError `INVALID_RESULT` with the path of the invalid field and what was expected
 */
export function parseResult(text: string): BenchmarkResult {
  try {
    return checked(read(text));
  } catch (error) {
    throw new WireduelError("INVALID_RESULT", messageOf(error), { cause: error });
  }
}

function read(text: unknown): unknown {
  if (typeof text !== "string") throw new Error(`Expected the text of a result, got ${show(text)}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${messageOf(error)}`);
  }
}

function checked(value: unknown): BenchmarkResult {
  if (!isObject(value)) throw new Error(`Expected a result, which is an object, got ${show(value)}`);
  const { schemaVersion } = value;
  if (typeof schemaVersion === "number" && schemaVersion !== RESULT_SCHEMA_VERSION) {
    throw new Error(
      `This result has schema version ${schemaVersion}; this version of @wireduel/core reads ${RESULT_SCHEMA_VERSION}`,
    );
  }
  return benchmarkResult.parse("", value);
}
