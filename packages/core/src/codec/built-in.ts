import type { Codec } from "./codec.js";
import { jsonArray, jsonBase64 } from "./json.js";
import { raw } from "./raw.js";

/** The built-in codecs. `raw` is the default. */
export const codecs: Readonly<Record<"raw" | "jsonArray" | "jsonBase64", Codec>> = {
  raw,
  jsonArray,
  jsonBase64,
};

/** What names a built-in codec in options. */
export type BuiltInCodecName = "raw" | "json-array" | "json-base64";

/** The same codecs as a list. Every process has them, so only their names are sent. */
export const builtInCodecs: readonly [Codec, ...Codec[]] = [raw, jsonArray, jsonBase64];
