// Generates the JSON Schema of results from the option kinds and doc comments: npx tsx scripts/write-schema.mjs
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resultSchema } from "../packages/core/src/result/result-schema.ts";

const file = fileURLToPath(new URL("../packages/core/result.schema.json", import.meta.url));
writeFileSync(file, JSON.stringify(resultSchema(), null, 2));
execFileSync("npx", ["biome", "format", "--write", file], { stdio: "inherit" });
