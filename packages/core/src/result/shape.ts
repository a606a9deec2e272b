import { type Kind, type Kinds, object, tagged } from "../options/kinds.js";

type ValueOf<K> = K extends Kind<infer T> ? T : never;

/**
 * Makes the compiler refuse a kind that accepts fewer values than its field has, and a kind without a field.
 */
type Complete<T, K> = {
  [Name in keyof K]: Name extends keyof T
    ? [ValueOf<K[Name]>] extends [never]
      ? unknown
      : [Required<T>[Name]] extends [ValueOf<K[Name]>]
        ? unknown
        : never
    : never;
};

/**
 * The kind of an interface, with a kind for each field. Each must accept all values of its field. Unknown
 * fields are ignored, because a later version may add fields.
 * @param title the name of the interface, for the JSON Schema
 */
export function shape<T>(title: string): <K extends Kinds<T>>(kinds: K & Complete<T, K>) => Kind<T> {
  return (kinds) => object<T>(kinds, { title, unknown: "ignore" });
}

/** The kind of a union of objects, distinguished by one field. */
export function union<T>(
  title: string,
  tag: string,
  kinds: Readonly<Record<string, Kind<unknown>>>,
): Kind<T> {
  const kind = tagged<T>(tag, kinds);
  return { ...kind, schema: { title, ...kind.schema } };
}
