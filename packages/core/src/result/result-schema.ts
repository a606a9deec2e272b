// Makes the JSON Schemas of results and matrices from their kinds and the comments of their types. It is not part of the
// package: `scripts/write-schema.mjs` uses it to write `result.schema.json` and `matrix.schema.json`.
import { readFileSync } from "node:fs";
import type { JsonSchema, Kind } from "../options/kinds.js";
import { MATRIX_SCHEMA_VERSION } from "./matrix.js";
import { matrixResult } from "./matrix-kinds.js";
import { RESULT_SCHEMA_VERSION } from "./result.js";
import { benchmarkResult } from "./result-kinds.js";
import { type Docs, readDocs } from "./type-docs.js";

/** The files with the types of a result. */
const SOURCES = [
  ...[
    "result/result.ts",
    "result/provenance.ts",
    "result/round-result.ts",
    "result/ends.ts",
    "result/wire-bytes.ts",
    "result/slice.ts",
    "result/matrix.ts",
    "failure/codes.ts",
    "adapter/profile.ts",
  ],
  ...["load/load.ts", "network/network.ts"],
  ...["clock/clock-model.ts", "stats/summary.ts", "stats/series.ts", "stats/time-histogram.ts"],
  ...[
    "process/kernel-counts.ts",
    "process/resource-meter.ts",
    "process/resource-series.ts",
    "verdict/comparison.ts",
  ],
  ...["verdict/rounds-rule.ts", "verdict/why/explanation.ts"],
];

/** The JSON Schema (2020-12) of a result. */
export function resultSchema(): JsonSchema {
  return schemaOf(benchmarkResult, "BenchmarkResult", `urn:wireduel:result:${RESULT_SCHEMA_VERSION}`);
}

/** The JSON Schema (2020-12) of the result of a matrix. */
export function matrixSchema(): JsonSchema {
  return schemaOf(matrixResult, "MatrixResult", `urn:wireduel:matrix:${MATRIX_SCHEMA_VERSION}`);
}

function schemaOf(kind: Kind<unknown>, title: string, $id: string): JsonSchema {
  const docs = readDocs(SOURCES.map((file) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8")));
  const definitions: Record<string, JsonSchema> = {};
  const root = withReferences(kind.schema as JsonSchema, docs, definitions);
  const { [title]: result, ...others } = definitions;
  if (result === undefined) throw new Error(`no schema of ${title}, but ${JSON.stringify(root)}`);
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  return { $schema, $id, ...result, $defs: others };
}

/** Moves every schema with a title to `definitions`, adds descriptions, and puts a reference in its place. */
function withReferences(schema: JsonSchema, docs: Docs, definitions: Record<string, JsonSchema>): JsonSchema {
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== "object" || part === null) return part;
    return withReferences(part as JsonSchema, docs, definitions);
  };
  const { title, properties, ...rest } = schema;
  const visited = Object.fromEntries(Object.entries(rest).map(([keyword, value]) => [keyword, visit(value)]));
  const fields = Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, field]) => {
    const description = docs.field(String(title), name);
    return [name, { ...(description ? { description } : {}), ...withReferences(field, docs, definitions) }];
  });
  const complete = { ...visited, ...(properties ? { properties: Object.fromEntries(fields) } : {}) };
  if (typeof title !== "string") return complete;
  const description = docs.type(title);
  definitions[title] = { title, ...(description ? { description } : {}), ...complete };
  return { $ref: `#/$defs/${title}` };
}
