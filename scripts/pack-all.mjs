// Packs every package into tarballs/, for use in another project before the first release.
import { mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { packAll, root } from "./packages.mjs";

const folder = join(root, "tarballs");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const tarball of packAll(folder)) console.log(relative(root, tarball));
