import type { JsonValue } from "../../result/json.js";

/** Whether two JSON values are equal. The order of an object's fields does not matter. */
export function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return inOrder(a) === inOrder(b);
}

/** The values of a list, each once. */
export function distinctJson(values: readonly JsonValue[]): readonly JsonValue[] {
  return [...new Map(values.map((value) => [inOrder(value), value])).values()];
}

/** JSON with the fields of each object in alphabetical order. */
function inOrder(value: JsonValue | undefined): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    part === null || typeof part !== "object" || Array.isArray(part)
      ? part
      : Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
