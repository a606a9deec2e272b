// The packages to publish, in dependency order, and how to pack them.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const packages = [
  "core",
  "report-html",
  "adapter-tcp",
  "adapter-ws",
  "adapter-grpc",
  "adapter-http",
  "cli",
].map((name) => join(root, "packages", name));

/** Runs a program with inherited output. Throws if it fails. */
export function run(command, args, cwd = root) {
  execFileSync(command, args, { cwd, stdio: "inherit" });
}

/** Packs every package into `folder`. Returns the tarballs. */
export function packAll(folder) {
  // One pnpm for all of them: each needs a second to start.
  const all = ["--recursive", "--filter", "./packages/*", "pack", "--pack-destination", folder];
  execFileSync("npx", ["--yes", "pnpm@10", ...all], { cwd: root, stdio: "pipe" });
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  if (tarballs.length !== packages.length) throw new Error(`${packages.length} tarballs, not ${tarballs}`);
  return tarballs.map((name) => join(folder, name));
}
