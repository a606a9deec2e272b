// The library of this adapter. It is loaded by name, so that in a bundle the first error says what to do.
import { ownRequire } from "@wireduel/core/adapter";

const MANIFEST = "undici/package.json";
const require = ownRequire("@wireduel/adapter-http", import.meta.url, ["undici", MANIFEST]);

export const undici: typeof import("undici") = require("undici");

/** The version of the library in use. `node:http` and `node:http2` have that of Node. */
export const libraries: Readonly<Record<string, string>> = {
  undici: (require(MANIFEST) as { version: string }).version,
};
