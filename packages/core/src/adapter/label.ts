import { isDeepStrictEqual } from "node:util";
import { number } from "../options/kinds.js";
import type { JsonObject, JsonValue } from "../result/json.js";
import type { Adapter } from "./contract.js";

/** How options are named in labels: a function of the value for each option. */
export type LabelTexts<Options> = { readonly [Name in keyof Options]?: (value: Options[Name]) => string };

/** Characters that would break a line of a report, or that no font shows. */
const LINE_BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/** The settings that a label does not name: those of an adapter without options, or of its profile. */
export interface LabelBaseline {
  readonly options: JsonObject;
  /** The name of a codec. */
  readonly codec: string;
}

/** The options, and `codec`, that differ from the baseline. */
export function chosenOptions(
  { options, codec }: Pick<Adapter, "options" | "codec">,
  baseline: LabelBaseline,
): string[] {
  const chosen = Object.entries(options).filter(
    ([name, value]) => value !== undefined && !isDeepStrictEqual(value, baseline.options[name]),
  );
  return [...chosen.map(([name]) => name), ...(codec.name === baseline.codec ? [] : ["codec"])];
}

/**
 * The title, and every setting that was chosen: `gRPC, tuned, unary, TLS`. So two adapters of one protocol have the
 * same label only if their settings are equal.
 */
export function automaticLabel(
  adapter: Omit<Adapter, "label" | "automaticLabel">,
  texts: LabelTexts<Readonly<Record<string, never>>>,
): string {
  const { protocol, options, codec, profile, direction, tls, unixSocket, chosen } = adapter;
  const parts = [protocol.title];
  if (profile?.name === "tuned") parts.push("tuned");
  for (const name of chosen) {
    const value = options[name] as JsonValue;
    parts.push(name === "codec" ? codec.name : (texts[name]?.(value as never) ?? inWords(name, value)));
  }
  if (direction === "push") parts.push("push");
  if (tls !== null) parts.push(tls.kind === "own" ? "TLS with own certificates" : "TLS");
  if (unixSocket !== null) parts.push(`Unix socket ${unixSocket.path ?? ""}`.trimEnd());
  return parts.join(", ").replace(LINE_BREAKS, " ");
}

/**
 * Makes labels unique. If one was used before, adds the number of the row: `gRPC, row 2`. Rows count from 1.
 */
export function distinctLabels(adapters: readonly Adapter[]): readonly Adapter[] {
  const used = new Set<string>();
  return adapters.map((adapter, index) => {
    let { label } = adapter;
    while (used.has(label)) label += `, row ${index + 1}`;
    used.add(label);
    return { ...adapter, label };
  });
}

/**
 * A size in the largest unit that shows it exactly: `16 MiB`, `1,000 B`.
 * @throws WireduelError `INVALID_OPTION` if it is not a number of at least 0
 */
export function formatBytes(bytes: number): string {
  sizeKind.parse("bytes", bytes);
  for (const [unit, size] of UNITS) {
    if (bytes >= size && bytes % size === 0) return `${(bytes / size).toLocaleString("en-US")} ${unit}`;
  }
  return `${bytes.toLocaleString("en-US")} B`;
}

const sizeKind = number({ min: 0 });
const UNITS = [
  ["GiB", 2 ** 30],
  ["MiB", 2 ** 20],
  ["KiB", 2 ** 10],
] as const;

function inWords(name: string, value: JsonValue): string {
  if (value === true) return name;
  if (value === false) return `no ${name}`;
  return `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`;
}
