// Checks the tarballs that npm would get: publint, attw, and no unexpected files.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { packAll, run } from "./packages.mjs";

const folder = mkdtempSync(join(tmpdir(), "wireduel-packages-"));
try {
  for (const tarball of packAll(folder)) {
    console.log(`\n--- ${basename(tarball)}`);
    const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
    const wrong = files.filter((file) => /\.test\.|\/src\/|fixtures|\.tsbuildinfo/.test(file));
    const missing = ["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts"].filter(
      (file) => !files.includes(`package/${file}`),
    );
    const schemas = tarball.includes("core") ? ["result.schema.json", "matrix.schema.json"] : [];
    missing.push(...schemas.filter((schema) => !files.includes(`package/${schema}`)));
    if (
      tarball.includes("adapter-grpc") &&
      !files.includes("package/dist/proto/wireduel/v1/transfer.proto")
    ) {
      missing.push("dist/proto/wireduel/v1/transfer.proto");
    }
    if (wrong.length > 0) throw new Error(`unexpected in the package: ${wrong.join(", ")}`);
    if (missing.length > 0) throw new Error(`missing from the package: ${missing.join(", ")}`);
    run("npx", ["publint", "--strict", tarball]);
    run("npx", ["attw", "--profile", "esm-only", tarball]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
