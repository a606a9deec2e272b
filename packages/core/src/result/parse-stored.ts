import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { isObject, type Kind } from "../options/kinds.js";
import { show } from "../options/show.js";

/** What a stored text should have. */
interface Stored<T> {
  readonly what: "result" | "matrix";
  readonly version: number;
  readonly kind: Kind<T>;
}

/**
 * Parses JSON and checks it completely.
 * @throws WireduelError `INVALID_RESULT` with the path of the invalid field and what was expected
 */
export function parseStored<T>(text: string, stored: Stored<T>): T {
  try {
    return checked(read(text, stored), stored);
  } catch (error) {
    throw new WireduelError("INVALID_RESULT", messageOf(error), { cause: error });
  }
}

function read(text: unknown, { what }: Stored<unknown>): unknown {
  if (typeof text !== "string") throw new Error(`Expected the text of a ${what}, got ${show(text)}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${messageOf(error)}`);
  }
}

function checked<T>(value: unknown, { what, version, kind }: Stored<T>): T {
  if (!isObject(value)) throw new Error(`Expected a ${what}, which is an object, got ${show(value)}`);
  const isMatrix = value.kind === "matrix";
  if (isMatrix && what === "result") throw new Error("This is a matrix: read it with `parseMatrix`");
  if (!isMatrix && what === "matrix" && "timings" in value) {
    throw new Error("This is the result of a single run: read it with `parseResult`");
  }
  const { schemaVersion } = value;
  if (typeof schemaVersion === "number" && schemaVersion !== version) {
    throw new Error(
      `This ${what} has schema version ${schemaVersion}; this version of @wireduel/core reads ${version}`,
    );
  }
  return kind.parse("", value);
}
