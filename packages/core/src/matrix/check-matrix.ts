import { createHash } from "node:crypto";
import type { Adapter } from "../adapter/contract.js";
import { labelled } from "../failure/labelled.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { BenchmarkOptions, CheckedOptions } from "../options/benchmark-options.js";
import { checkOptions, OPTION_NAMES } from "../options/check-options.js";
import { type Emitter, emitterKind } from "../options/emitter-option.js";
import { invalidOption, isObject, refuseUnknown } from "../options/kinds.js";
import { type GivenPayloads, isGenerated, type PayloadSource } from "../payload/payload-source.js";
import { loadLabel, networkLabel, payloadLabel } from "../result/axis-labels.js";
import type { MatrixAxes } from "../result/matrix.js";
import { payloadReport } from "../run/payload-report.js";
import { type AxisItem, axisItems, distinctPoints } from "./axis-option.js";
import { type CellOfEvent, MATRIX_EVENT_NAMES } from "./matrix-events.js";
import type { MatrixOptions } from "./matrix-options.js";

/** A cell with its checked options. */
export interface CheckedCell {
  readonly payload: number;
  readonly network: number;
  readonly load: number;
  readonly options: CheckedOptions;
  /** Its name, for events. */
  readonly event: CellOfEvent;
}

/** Checked options of a matrix. */
export interface CheckedMatrix {
  readonly adapters: readonly Adapter[];
  readonly axes: MatrixAxes;
  readonly cells: readonly CheckedCell[];
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  readonly emitter: Emitter;
}

const AXES = {
  payloads: ["payload"],
  networks: ["network"],
  loads: ["load", "count", "delayMs"],
} as const;
const NAMES = [...OPTION_NAMES, ...Object.keys(AXES), "file"];

/**
 * Checks every option of every cell before anything opens.
 * @param seed the seed, if the caller gives none
 * @throws WireduelError `INVALID_OPTION`, which names the cell if it is about one
 */
export function checkMatrix(options: MatrixOptions, seed: number): CheckedMatrix {
  if (!isObject(options)) throw invalidOption("options", "an object", options);
  refuseUnknown("runMatrix", NAMES, options);
  if (options.explain) throw invalidOption("explain", "left out in a matrix; explain a single cell", true);
  const {
    payload,
    payloads,
    network,
    networks,
    load,
    loads,
    events,
    file: _,
    count,
    delayMs,
    ...rest
  } = options;
  const of = {
    payloads: axis("payloads", { payload }, payloads),
    networks: axis("networks", { network }, networks),
    loads: axis("loads", { load, count, delayMs }, loads),
  };
  const emitter =
    events === undefined ? emitterKind([]).default : emitterKind(MATRIX_EVENT_NAMES).parse("events", events);
  const shared = { ...rest, seed: rest.seed ?? seed };
  const cells = cellsOf(of, shared);
  const axes = axesOf(of, cells);
  const [first] = cells as [UnnamedCell, ...UnnamedCell[]];
  return {
    adapters: first.options.adapters,
    axes,
    cells: cells.map((cell, index) => named(cell, index, cells.length, axes, emitter)),
    seed: shared.seed,
    signal: first.options.signal,
    emitter,
  };
}

type AxisName = keyof typeof AXES;
type Items = Readonly<Record<AxisName, readonly AxisItem[]>>;
type UnnamedCell = Omit<CheckedCell, "event">;

/** The values of an axis. A single one is the option, or the options, of `runBenchmark`. */
function axis(
  name: AxisName,
  single: Readonly<Record<string, unknown>>,
  given: unknown,
): readonly AxisItem[] {
  if (given === undefined) {
    if (name !== "payloads" || single.payload !== undefined)
      return [{ name: null, value: single, place: "" }];
    throw invalidOption("payloads", "a list of payloads, unless `payload` is given", given);
  }
  for (const [option, value] of Object.entries(single)) {
    if (value !== undefined) throw invalidOption(option, `left out, because \`${name}\` is given`, value);
  }
  const [option] = AXES[name];
  return axisItems(name, given).map((item) => ({ ...item, value: { [option]: item.value } }));
}

function cellsOf({ payloads, networks, loads }: Items, shared: object): UnnamedCell[] {
  const contents = new Map<string, GivenPayloads>();
  return payloads.flatMap((ofPayload, payload) =>
    networks.flatMap((ofNetwork, network) =>
      loads.map((ofLoad, load) => {
        const options = checkCell([ofPayload, ofNetwork, ofLoad], shared);
        return { payload, network, load, options: withShared(options, contents) };
      }),
    ),
  );
}

function checkCell(items: readonly AxisItem[], shared: object): CheckedOptions {
  const values = Object.assign({}, ...items.map(({ value }) => value)) as Record<string, unknown>;
  if (values.network === null || values.network === "none") values.network = undefined;
  try {
    return checkOptions({ ...shared, ...values } as unknown as BenchmarkOptions);
  } catch (error) {
    const places = items.map(({ place }) => place).filter((place) => place !== "");
    if (!(error instanceof WireduelError) || places.length === 0) throw error;
    throw labelled(`the cell of ${places.join(", ")}`, error);
  }
}

/** Every cell reads its own payloads. Equal ones are kept in memory once. */
function withShared(options: CheckedOptions, contents: Map<string, GivenPayloads>): CheckedOptions {
  const payloads = options.settings.payloads.map((source) => {
    if (isGenerated(source)) return source;
    const key = `${source.kind} ${source.from} ${hashOf([source])}`;
    const known = contents.get(key) ?? source;
    contents.set(key, known);
    return known;
  });
  return { ...options, settings: { ...options.settings, payloads } };
}

/** Null if all payloads are generated. Each payload is hashed with its length, so that their limits count, too. */
function hashOf(sources: readonly PayloadSource[]): string | null {
  const given = sources.filter((source) => !isGenerated(source));
  if (given.length === 0) return null;
  const hash = createHash("sha256");
  for (const { payloads } of given) {
    for (const bytes of payloads) hash.update(`${bytes.byteLength}:`).update(bytes);
  }
  return hash.digest("hex");
}

function axesOf({ payloads, networks, loads }: Items, cells: readonly UnnamedCell[]): MatrixAxes {
  const settingsOf = (axis: "payload" | "network" | "load", index: number) =>
    (cells.find((cell) => cell[axis] === index) as UnnamedCell).options.settings;
  return {
    payloads: distinctPoints(
      payloads.map(({ name }, index) => {
        const { payloads: sources, replies } = settingsOf("payload", index);
        const payload = payloadReport(sources, replies);
        return { label: name ?? payloadLabel(payload), payload, sha256: hashOf(sources) };
      }),
    ),
    networks: distinctPoints(
      networks.map(({ name }, index) => {
        const { network } = settingsOf("network", index);
        return { label: name ?? networkLabel(network), network };
      }),
    ),
    loads: distinctPoints(
      loads.map(({ name }, index) => {
        const { load } = settingsOf("load", index);
        return { label: name ?? loadLabel(load), load };
      }),
    ),
  };
}

function named(
  cell: UnnamedCell,
  index: number,
  of: number,
  { payloads, networks, loads }: MatrixAxes,
  emitter: Emitter,
): CheckedCell {
  const event = {
    index,
    of,
    payload: payloads[cell.payload]?.label ?? "",
    network: networks[cell.network]?.label ?? "",
    load: loads[cell.load]?.label ?? "",
  };
  const { seed } = cell.options;
  const options: CheckedOptions = {
    ...cell.options,
    cells: of,
    // Each cell has orders of its own. Towards 0, so that a seed stays a whole number.
    seed: seed > 0 ? seed - index : seed + index,
    emitter: {
      emit: (name, data) => emitter.emit(name, { ...(data as object), cell: event }),
      listenerCount: (name) => emitter.listenerCount(name),
    },
  };
  return { ...cell, options, event };
}
