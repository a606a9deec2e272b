// An adapter with another version of its library: a copy of the adapter's package that finds the library elsewhere.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Adapter } from "@wireduel/core";
import { readAdapterText } from "../adapters/adapter-text.js";
import { type AdapterArgument, isAdapter } from "../adapters/adapters-flag.js";
import { findModule } from "../adapters/find-module.js";
import { loadAdapter, OWN_ADAPTERS } from "../adapters/load-adapters.js";
import { nearestFolder } from "../adapters/nearest-folder.js";
import { UsageError } from "../failure.js";

/** An adapter that uses certain libraries. */
export interface WithLibrary {
  readonly adapter: Adapter;
  /** The versions that it must use, by the names of the libraries. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Removes the copy. */
  dispose(): void;
}

interface Wanted {
  readonly side: "base" | "head";
  /** `--base-modules`, for messages. */
  readonly flag: string;
  /** The folder whose `node_modules` has the libraries. Undefined: those of the adapter itself. */
  readonly folder: string | undefined;
  readonly cwd: string;
  readonly common: Readonly<Record<string, unknown>>;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * Makes an adapter with the libraries that are installed in a folder. Its label names the side and the version.
 * @throws UsageError
 */
export async function withLibrary(argument: AdapterArgument, wanted: Wanted): Promise<WithLibrary> {
  const { side, flag, folder, cwd, common } = wanted;
  if (isAdapter(argument)) {
    throw new UsageError(`${flag}: an adapter of the configuration must be named, as in "ws:profile=tuned"`);
  }
  const { adapter: name, ...options } = typeof argument === "string" ? readAdapterText(argument) : argument;
  const plain = await loadAdapter({ adapter: name, ...options }, cwd, common);
  const labelled = (versions: Readonly<Record<string, string>>) => {
    const version = Object.values(versions)[0] ?? "";
    return { ...options, label: `${plain.label} ${side} ${version}`.trim() };
  };
  const own = plain.protocol.libraries;
  if (folder === undefined) {
    const adapter = await loadAdapter({ adapter: name, ...labelled(own) }, cwd, common);
    return { adapter, libraries: own, dispose: () => {} };
  }
  const copy = copyOf(await moduleOf(name, cwd), { flag, folder: resolve(cwd, folder), shown: folder, name });
  try {
    const adapter = await loadAdapter({ adapter: copy.module, ...labelled(copy.libraries) }, cwd, common);
    for (const [library, version] of Object.entries(copy.libraries)) {
      const loaded = adapter.protocol.libraries[library];
      if (loaded === version) continue;
      throw new UsageError(
        `${flag}: expected ${name} to load ${library} ${version}, got ${loaded ?? "none"}`,
      );
    }
    return { adapter, ...copy };
  } catch (error) {
    copy.dispose();
    throw error;
  }
}

async function moduleOf(name: string, cwd: string): Promise<string> {
  if (Object.hasOwn(OWN_ADAPTERS, name))
    return fileURLToPath(import.meta.resolve(`@wireduel/adapter-${name}`));
  return findModule(name, cwd, Object.keys(OWN_ADAPTERS));
}

interface Copy extends Omit<WithLibrary, "adapter"> {
  readonly module: string;
}

/** Copies a package. Its dependencies lead to the folder if they are installed there, otherwise to where they were. */
function copyOf(
  module: string,
  {
    flag,
    folder,
    shown,
    name,
  }: { readonly flag: string; readonly folder: string; readonly shown: string; readonly name: string },
): Copy {
  const root = nearestFolder(dirname(realpathSync(module)), "package.json");
  const manifest = root === undefined ? {} : readManifest(root);
  const { dependencies, optionalDependencies, peerDependencies } = manifest;
  const needed = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const installed = needed.filter((one) => existsSync(join(folder, "node_modules", one, "package.json")));
  // Both sides must use one core.
  const libraries = installed.filter((one) => !one.startsWith("@wireduel/"));
  if (root === undefined || !libraries.some((one) => Object.hasOwn(dependencies ?? {}, one))) {
    const wanted = Object.keys(dependencies ?? {})
      .filter((one) => !one.startsWith("@wireduel/"))
      .join(" or ");
    if (wanted === "") throw new UsageError(`${flag}: ${name} uses no library, so leave it out`);
    throw new UsageError(
      `${flag}: expected a folder with ${wanted} of ${name} in its node_modules, got ${shown}`,
    );
  }
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "wireduel-gate-")));
  const dispose = () => rmSync(temporary, { recursive: true, force: true });
  process.on("exit", dispose);
  const copy = join(temporary, "package");
  cpSync(root, copy, { recursive: true, filter: (source) => !/[\\/](node_modules|\.git)$/.test(source) });
  copyProto(root, join(copy, dirname(relative(root, realpathSync(module)))));
  for (const one of needed) {
    const target = libraries.includes(one) ? join(folder, "node_modules", one) : findDependency(root, one);
    if (target === undefined) continue;
    const link = join(copy, "node_modules", one);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(target), link, "junction");
  }
  return {
    module: join(copy, relative(root, realpathSync(module))),
    libraries: Object.fromEntries(
      libraries.map((one) => [one, readManifest(join(folder, "node_modules", one)).version ?? ""]),
    ),
    dispose() {
      dispose();
      process.off("exit", dispose);
    },
  };
}

/** In a clone, the contract of gRPC is outside of its package. The build copies it to the same place. */
function copyProto(root: string, beside: string): void {
  const proto = join(root, "../../proto");
  if (existsSync(join(root, "src")) && existsSync(proto))
    cpSync(proto, join(beside, "proto"), { recursive: true });
}

/** Where a package finds one of its dependencies, as Node looks for it. */
function findDependency(root: string, name: string): string | undefined {
  const place = join("node_modules", name);
  const folder = nearestFolder(root, place);
  return folder && join(folder, place);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}
