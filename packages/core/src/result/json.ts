/** What survives a JSON round trip: options and results are made of nothing else. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A plain object of JSON values; an absent value may be written as `undefined`. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}
