import type { Codec } from "./codec.js";
import { jsonArray } from "./json-array.js";
import { jsonBase64 } from "./json-base64.js";
import { raw } from "./raw.js";

/** The codecs that every process has: they travel by name alone. The first is the default. */
export const builtInCodecs: readonly [Codec, ...Codec[]] = [raw, jsonArray, jsonBase64];
