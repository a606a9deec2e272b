// Checks the tarballs that npm would get: publint, attw, and no unexpected files.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { packAll, root, run } from "./packages.mjs";

/** What a tarball must have, by the beginning of its name. The first one counts. */
const MORE = {
  "wireduel-core": ["dist/report.js", "result.schema.json", "matrix.schema.json"],
  "wireduel-adapter-grpc": ["dist/proto/wireduel/v1/transfer.proto"],
  "wireduel-adapter": [],
  "wireduel-report-html": [],
  wireduel: ["bin/wireduel.js", "dist/main.js"],
};

const tool = (name) => join(root, "node_modules/.bin", name);

function expectedIn(name) {
  const [, more] = Object.entries(MORE).find(([begin]) => name.startsWith(begin));
  return ["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts", ...more];
}

const folder = mkdtempSync(join(tmpdir(), "wireduel-packages-"));
try {
  for (const tarball of packAll(folder)) {
    console.log(`\n--- ${basename(tarball)}`);
    const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
    const wrong = files.filter((file) => /\.test\.|\/src\/|fixtures|\.tsbuildinfo/.test(file));
    const missing = expectedIn(basename(tarball)).filter((file) => !files.includes(`package/${file}`));
    if (wrong.length > 0) throw new Error(`unexpected in the package: ${wrong.join(", ")}`);
    if (missing.length > 0) throw new Error(`missing from the package: ${missing.join(", ")}`);
    run(tool("publint"), ["--strict", tarball]);
    run(tool("attw"), ["--profile", "esm-only", tarball]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
