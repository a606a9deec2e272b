/** A JSON value. Options and results only have JSON values. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A plain object of JSON values. `undefined` means that the field is absent. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}
