// The kinds of a stored matrix. They check its fields and are the source of the JSON Schema.
import { ERROR_CODES, type ErrorCode, type Failure } from "../failure/codes.js";
import {
  integer,
  invalidOption,
  type Kind,
  listOf,
  nullable,
  number,
  oneOf,
  recordOf,
  text,
} from "../options/kinds.js";
import { MEASURES } from "../verdict/comparison.js";
import {
  type Crossover,
  type CrossoverPoint,
  type CrossoverTurn,
  type FastestOfCell,
  type LoadPoint,
  MATRIX_SCHEMA_VERSION,
  type MatrixAdapter,
  type MatrixAxes,
  type MatrixCell,
  type MatrixResult,
  type NetworkPoint,
  type PayloadPoint,
} from "./matrix.js";
import { machine, provenance } from "./provenance-kinds.js";
import { benchmarkResult, instant } from "./result-kinds.js";
import { warning } from "./round-kinds.js";
import { adapterReport, load, network, payloadReport, runSettings } from "./setting-kinds.js";
import { shape } from "./shape.js";

const index = integer({ min: 0 });
const bytes = number({ min: 0 });
const ratio = nullable(number({ min: 0 }));
const by = oneOf(MEASURES);
const shown = oneOf(["faster", "same", "slower"]);

const adapter = shape<MatrixAdapter>("MatrixAdapter")({
  label: text(),
  adapter: adapterReport,
  libraries: recordOf(text()),
});

const axes = shape<MatrixAxes>("MatrixAxes")({
  payloads: listOf(
    shape<PayloadPoint>("PayloadPoint")({
      label: text(),
      payload: payloadReport,
      sha256: nullable(text(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal digits")),
    }),
  ),
  networks: listOf(shape<NetworkPoint>("NetworkPoint")({ label: text(), network: nullable(network) })),
  loads: listOf(shape<LoadPoint>("LoadPoint")({ label: text(), load })),
});

const cell = shape<MatrixCell>("MatrixCell")({
  payload: index,
  network: index,
  load: index,
  connections: integer({ min: 1 }),
  maxInFlight: integer({ min: 1 }),
  warmupCount: index,
  status: oneOf(["completed", "failed", "unfinished"]),
  blocks: index,
  error: nullable(
    shape<Failure<ErrorCode>>("MatrixCellError")({ code: oneOf(ERROR_CODES), message: text() }),
  ),
  result: nullable(benchmarkResult),
});

const crossover = shape<Crossover>("Crossover")({
  network: index,
  load: index,
  payloads: text(),
  label: text(),
  to: text(),
  by,
  course: oneOf(["one-size", "nothing-shown", "constant", "turns", "not-monotone"]),
  points: listOf(
    shape<CrossoverPoint>("CrossoverPoint")({
      payload: index,
      bytes,
      verdict: oneOf(["faster", "slower", "same", "undecided", "invalid"]),
      ratio,
      low: ratio,
      high: ratio,
    }),
  ),
  turns: listOf(
    shape<CrossoverTurn>("CrossoverTurn")({ from: shown, to: shown, afterBytes: bytes, beforeBytes: bytes }),
  ),
});

const fastest = shape<FastestOfCell>("FastestOfCell")({
  cell: index,
  by: nullable(by),
  verdict: oneOf(["one", "same", "undecided", "unknown"]),
  labels: listOf(text()),
  invalid: listOf(text()),
});

const fields = shape<MatrixResult>("MatrixResult")({
  schemaVersion: oneOf([MATRIX_SCHEMA_VERSION]),
  kind: oneOf(["matrix"]),
  status: oneOf(["completed", "failed", "aborted", "running"]),
  startedAt: instant,
  endedAt: instant,
  durationMs: number({ min: 0 }),
  settings: runSettings,
  confidence: number({ min: 0, max: 1 }),
  machine,
  provenance,
  warnings: listOf(warning),
  adapters: listOf(adapter),
  axes,
  cells: listOf(cell),
  crossovers: listOf(crossover),
  fastest: listOf(fastest),
});

/** A matrix whose cells are the combinations of its axes, in order. */
export const matrixResult: Kind<MatrixResult> = {
  ...fields,
  parse(name, value) {
    const parsed = fields.parse(name, value);
    const expected = combinations(parsed.axes);
    const { cells } = parsed;
    if (cells.length !== expected.length) {
      throw invalidOption("cells", `a list of ${expected.length} cells, one for each combination`, cells);
    }
    for (const [place, { payload, network, load }] of cells.entries()) {
      const wanted = JSON.stringify(expected[place]);
      const got = { payload, network, load };
      if (JSON.stringify(got) !== wanted) throw invalidOption(`cells[${place}]`, `the cell ${wanted}`, got);
    }
    for (const [place, one] of parsed.fastest.entries()) {
      if (cells[one.cell]) continue;
      throw invalidOption(`fastest[${place}].cell`, "the index of a cell", one.cell);
    }
    return parsed;
  },
};

/** The indexes of every cell, in the order of the cells. */
function combinations({ payloads, networks, loads }: MatrixAxes): object[] {
  return payloads.flatMap((_, payload) =>
    networks.flatMap((__, network) => loads.map((___, load) => ({ payload, network, load }))),
  );
}
