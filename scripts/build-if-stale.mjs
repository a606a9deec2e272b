// Builds the JavaScript of all packages if a source is newer than the last build.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { packages, root } from "./packages.mjs";

/** Builds if necessary. What the build prints goes to stderr, so that stdout has the result only. */
export function buildIfStale() {
  const built = packages.map((path) => join(path, "dist")).map((path) => newest(path, Math.min));
  const changed = packages.map((path) => join(path, "src")).map((path) => newest(path, Math.max));
  if (Math.max(...changed) <= Math.min(...built)) return;
  process.stderr.write("wireduel: building the packages …\n");
  execFileSync(process.execPath, [join(root, "node_modules/tsup/dist/cli-default.js"), "--silent"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
}

/** When the JavaScript or TypeScript of a folder was last changed. 0 if there is none. */
function newest(folder, choose) {
  if (!existsSync(folder)) return 0;
  const times = readdirSync(folder, { recursive: true })
    .filter((name) => /\.(js|ts)$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => statSync(join(folder, name)).mtimeMs);
  return times.length === 0 ? 0 : choose(...times);
}
