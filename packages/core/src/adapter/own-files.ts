// Files that a package finds relative to its own module. A bundler moves the module away from them.
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { WireduelError } from "../failure/wireduel-error.js";
import { invalidOption, type Kind, kindOf, listOf, text } from "../options/kinds.js";

/**
 * The path of a file that belongs to a package: the first place that exists.
 * @param owner the name of the package
 * @param module `import.meta.url` of a module of the package. A bundle in CommonJS has none.
 * @param places relative to the module, such as `./proto/transfer.proto`
 * @throws WireduelError `BUNDLED` if no place exists, `INVALID_OPTION`
 */
export function ownFile(owner: string, module: string | undefined, places: readonly string[]): string {
  check(owner, module);
  const paths = names.parse("places", places).map((place) => fileURLToPath(new URL(place, module)));
  if (paths.length === 0) throw invalidOption("places", "a list of at least one place", places);
  const found = paths.find(isThere);
  if (found !== undefined) return found;
  throw bundled(owner, `${paths.join(" and ")} ${paths.length === 1 ? "does" : "do"} not exist`);
}

/**
 * `require` for a package that loads other packages by name at run time. Checks that it finds them.
 * @param owner the name of the package
 * @param module `import.meta.url` of a module of the package. A bundle in CommonJS has none.
 * @param needs what it will load, such as `ws/package.json`
 * @throws WireduelError `BUNDLED` if it does not find them, `INVALID_OPTION`
 */
export function ownRequire(
  owner: string,
  module: string | undefined,
  needs: readonly string[],
): NodeJS.Require {
  check(owner, module);
  const require = createRequire(module);
  for (const name of names.parse("needs", needs)) {
    try {
      require.resolve(name);
    } catch {
      throw bundled(owner, `${fileURLToPath(module)} does not find ${name}`);
    }
  }
  return require;
}

const MARK_AS_EXTERNAL = "mark `@wireduel/*` as external in your bundler";

/** The end of a message about an adapter that another process cannot load: a bundle may be the reason. */
export const IF_BUNDLED: string = `; if it is in a bundle, ${MARK_AS_EXTERNAL}, and your own adapters too`;

const names = listOf(text(), "a list of strings");
/** The URL of a file. */
export const moduleUrl: Kind<string> = kindOf<string>(
  "the `import.meta.url` of a module",
  (value) => typeof value === "string" && /^file:/.test(value) && URL.canParse(value),
);

function check(owner: string, module: string | undefined): asserts module is string {
  text().parse("owner", owner);
  if (module === undefined) throw bundled(owner);
  moduleUrl.parse("module", module);
}

function bundled(owner: string, why?: string): WireduelError {
  const because = why === undefined ? "" : ` (${why})`;
  return new WireduelError(
    "BUNDLED",
    `${owner} does not work inside a bundle, because it loads files beside its own${because}; ${MARK_AS_EXTERNAL}`,
  );
}

/** Whether a file exists. True if that is not known, because of missing rights. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
