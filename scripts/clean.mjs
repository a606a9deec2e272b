// Removes what builds made, so that no stale file is ever packed.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { packages } from "./packages.mjs";

for (const path of packages) rmSync(join(path, "dist"), { recursive: true, force: true });
