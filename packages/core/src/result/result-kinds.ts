// The kinds of a stored result. They check its fields and are the source of the JSON Schema.
import {
  integer,
  invalidOption,
  type Kind,
  listOf,
  nullable,
  number,
  oneOf,
  text,
} from "../options/kinds.js";
import { comparison } from "./comparison-kinds.js";
import { explanation } from "./explanation-kinds.js";
import { machine, provenance } from "./provenance-kinds.js";
import { type BenchmarkResult, RESULT_SCHEMA_VERSION, type Timing } from "./result.js";
import { roundResult, warning } from "./round-kinds.js";
import { adapterReport, load, network, payloadReport, runSettings } from "./setting-kinds.js";
import { shape } from "./shape.js";

const amount = integer({ min: 0 });
export const instant: Kind<string> = text(
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
  "a time in ISO 8601",
);

const timingFields = shape<Timing>("Timing")({
  label: text(),
  adapter: adapterReport,
  load,
  payload: payloadReport,
  network: nullable(network),
  connections: integer({ min: 1 }),
  maxInFlight: integer({ min: 1 }),
  warmupCount: amount,
  rounds: listOf(roundResult),
  typical: amount,
});

/** A timing, with a typical round. */
export const timing: Kind<Timing> = {
  ...timingFields,
  parse(name, value) {
    const parsed = timingFields.parse(name, value);
    const { rounds, typical } = parsed;
    if (rounds[typical] !== undefined) return parsed;
    if (rounds.length === 0) throw invalidOption(`${name}.rounds`, "a list of at least one round", rounds);
    throw invalidOption(`${name}.typical`, `a whole number from 0 to ${rounds.length - 1}`, typical);
  },
};

export const benchmarkResult: Kind<BenchmarkResult> = shape<BenchmarkResult>("BenchmarkResult")({
  schemaVersion: oneOf([RESULT_SCHEMA_VERSION]),
  status: oneOf(["completed", "failed", "aborted", "running"]),
  startedAt: instant,
  endedAt: instant,
  durationMs: number({ min: 0 }),
  settings: runSettings,
  machine,
  provenance,
  warnings: listOf(warning),
  timings: listOf(timing),
  comparisons: listOf(comparison),
  explanations: listOf(explanation),
  notRun: listOf(text()),
});
