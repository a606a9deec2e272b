// Removes build output, so that no stale file is packed.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { packages } from "./packages.mjs";

for (const path of packages) rmSync(join(path, "dist"), { recursive: true, force: true });
