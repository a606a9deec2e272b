// What an adapter is, can do and takes, as data.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Override, ProfileSetting } from "@wireduel/core";
import type { JsonSchema, Supports } from "@wireduel/core/adapter";
import type { Factory } from "../adapters/load-adapters.js";

/** What an adapter is, can do and takes. */
export interface AdapterDescription {
  /** What `wireduel run` calls it. */
  readonly name: string;
  readonly title: string;
  /** The package that it is from. Null: a file that is in none. */
  readonly package: { readonly name: string; readonly version: string } | null;
  /** Versions of the libraries that it uses. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Without it, the protocol can only dial. */
  readonly canListen: boolean;
  /** What it supports with its default options. */
  readonly supports: Supports;
  /** The codecs by name, the default first. */
  readonly codecs: readonly string[];
  /** JSON Schema of its options, with the default of each and what it does. */
  readonly options: JsonSchema;
  /** What `profile=tuned` sets. Null: it has no profiles. */
  readonly tuned: readonly ProfileSetting[] | null;
  /** What it always changes from what its library does by itself. */
  readonly overrides: readonly Override[];
}

/**
 * Describes the adapters that a factory makes.
 * @param name what `wireduel run` calls it
 */
export function describeAdapter(name: string, make: Factory): AdapterDescription {
  const { protocol, supports, overrides, profile } = make();
  const { title, libraries, module, optionsSchema, listen } = protocol;
  const { codec } = optionsSchema.properties as { codec: { enum: readonly string[] } };
  return {
    name,
    title,
    package: packageOf(module),
    libraries,
    canListen: listen !== undefined,
    supports,
    codecs: codec.enum,
    options: optionsSchema,
    tuned: profile === null ? null : (make({ profile: "tuned" }).profile?.settings ?? []),
    overrides,
  };
}

/** The package in whose folder a module is. */
function packageOf(module: string | undefined): AdapterDescription["package"] {
  if (module === undefined || !module.startsWith("file:")) return null;
  for (let folder = dirname(fileURLToPath(module)); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as Record<string, string>;
      // A folder of a package may have a manifest without a name, with the type of its modules.
      if (name !== undefined) return { name, version: version ?? "" };
    }
    if (folder === dirname(folder)) return null;
  }
}
