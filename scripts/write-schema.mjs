// Generates the JSON Schemas of results from the option kinds and doc comments: npx tsx scripts/write-schema.mjs
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { matrixSchema, resultSchema } from "../packages/core/src/result/result-schema.ts";

const SCHEMAS = { "result.schema.json": resultSchema(), "matrix.schema.json": matrixSchema() };
for (const [name, schema] of Object.entries(SCHEMAS)) {
  const file = fileURLToPath(new URL(`../packages/core/${name}`, import.meta.url));
  writeFileSync(file, JSON.stringify(schema, null, 2));
  execFileSync("npx", ["biome", "format", "--write", file], { stdio: "inherit" });
}
