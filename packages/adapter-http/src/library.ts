// The libraries of this adapter. They are loaded by name, so that in a bundle the first error says what to do.
import { ownRequire } from "@wireduel/core/adapter";

const NAMES = ["undici", "eventsource-parser"] as const;
const require = ownRequire("@wireduel/adapter-http", import.meta.url, [...NAMES, ...NAMES.map(manifestOf)]);

/** Only the end that dials with HTTP/1.1 needs it. V8 collects garbage more often in a process that has loaded it. */
export function undici(): typeof import("undici") {
  return require("undici");
}

export const eventSourceParser: typeof import("eventsource-parser") = require("eventsource-parser");

/** The versions of the libraries in use. `node:http` and `node:http2` have that of Node. */
export const libraries: Readonly<Record<string, string>> = Object.fromEntries(
  NAMES.map((name) => [name, (require(manifestOf(name)) as { version: string }).version]),
);

function manifestOf(name: string): string {
  return `${name}/package.json`;
}
