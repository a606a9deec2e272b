// Builds the JavaScript of all packages if a source is newer than the last build.
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { packages, root } from "./packages.mjs";

/** Builds if necessary. What the build prints goes to stderr, so that stdout has the result only. */
export function buildIfStale() {
  // Every build writes these. Parts that no longer exist may be older.
  const built = packages.map((path) => changedAt(join(path, "dist/index.js")));
  const changed = packages.flatMap((path) => sourcesOf(join(path, "src")).map(changedAt));
  if (Math.max(...changed) <= Math.min(...built)) return;
  process.stderr.write("wireduel: building the packages …\n");
  execFileSync(process.execPath, [join(root, "node_modules/tsup/dist/cli-default.js"), "--silent"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
}

function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));
}

/** When a file was last changed. 0 if it does not exist. */
function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
