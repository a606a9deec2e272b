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
  for (const path of packages) {
    execFileSync("npx", ["--yes", "pnpm@10", "pack", "--pack-destination", folder], {
      cwd: path,
      stdio: "pipe",
    });
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tgz"))
    .map((name) => join(folder, name));
}
