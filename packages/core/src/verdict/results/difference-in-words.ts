import type { JsonValue } from "../../result/json.js";
import type { ResultDifference } from "./result-comparison.js";

/** More make a line that nobody reads. */
const MOST_FIELDS = 3;

/** A field that differs, with its path inside the value. */
interface Field {
  readonly path: string;
  readonly base: JsonValue | undefined;
  readonly head: JsonValue | undefined;
}

/** `machine: cpuCount is 4 in base, 8 in head`. Of objects, only the fields that differ. */
export function differenceInWords({ name, of, what, base, head }: ResultDifference): string {
  const fields = isDeep(base) && isDeep(head) ? fieldsThatDiffer(base, head) : [];
  const shown = fields.length > 0 ? fields.slice(0, MOST_FIELDS) : [{ path: "", base, head }];
  const more = fields.length > shown.length ? `; ${fields.length - shown.length} more fields differ` : "";
  const ofWhat = of === null ? "" : ` of ${of}`;
  return `${name}: ${shown.map((field) => fieldInWords(field, what, ofWhat)).join("; ")}${more}`;
}

function fieldInWords({ path, base, head }: Field, what: string, of: string): string {
  const [own, other] = [base, head].map((value) => (value == null ? "none" : JSON.stringify(value)));
  const field = `${what}${path === "" ? "" : `.${path}`}${of}`;
  return own === other ? `${field} is ${own} in both` : `${field} is ${own} in base, ${other} in head`;
}

/** The innermost fields that differ: `sources[0].leastBytes`. */
function fieldsThatDiffer(base: Deep, head: Deep, parent = ""): Field[] {
  const keys = new Set([...Object.keys(base), ...Object.keys(head)]);
  return [...keys].flatMap((key) => {
    const [own, other] = [base, head].map((value) => (value as Record<string, JsonValue | undefined>)[key]);
    const path = Array.isArray(base) ? `${parent}[${key}]` : parent === "" ? key : `${parent}.${key}`;
    if (isDeep(own) && isDeep(other)) return fieldsThatDiffer(own, other, path);
    return own === other ? [] : [{ path, base: own, head: other }];
  });
}

type Deep = Extract<JsonValue, object>;

function isDeep(value: JsonValue | undefined): value is Deep {
  return typeof value === "object" && value !== null;
}
