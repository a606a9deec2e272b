import { ROUND_VALUES, type RoundValue } from "@wireduel/core";
import { didYouMean } from "@wireduel/core/adapter";
import type { Limit } from "@wireduel/core/report";
import { badValue } from "../failure.js";
import { listed } from "../flags/listed.js";
import { BYTES, PER_SECOND } from "../flags/units.js";

/** An absolute limit: the gate fails if the value of the adapter is beyond it. `label` is what the user called the adapter. */
export interface TypedLimit extends Limit {
  /** As the user wrote it. */
  readonly text: string;
}

/** The units of each kind of value, as factors. Rates and bytes have those of `--rate` and `--size`. */
const UNITS: Readonly<Record<"time" | "rate" | "bytes" | "number", Readonly<Record<string, number>>>> = {
  time: { ms: 1, us: 1e-3, µs: 1e-3, s: 1e3 },
  // The last one is that of the report.
  rate: { ...PER_SECOND, "per s": 1 },
  bytes: BYTES,
  number: { "": 1 },
};

const LIMIT =
  /^\s*(?<label>.+?)\s*(?<operator>[<>]=?)\s*(?<bound>\d+(?:[._]?\d+)*(?:e\d+)?)\s*(?<unit>\S.*?)?\s*$/;
const WANTED = "LABEL.MEASURE > VALUE UNIT, such as 'grpc.p99 > 20ms'";

/**
 * Reads a limit such as `grpc.p99 > 20ms`.
 * @param name the flag, for messages
 * @throws UsageError
 */
export function parseLimit(name: string, text: string): TypedLimit {
  const groups = LIMIT.exec(text)?.groups;
  if (groups === undefined) throw badValue(name, WANTED, JSON.stringify(text));
  const { label: named = "", operator: sign = "", bound: digits = "", unit = "" } = groups;
  const [label, value] = split(name, text, named);
  const units = UNITS[kindOf(value)];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor === undefined) {
    const wanted = Object.keys(units).map((one) => one || "no unit");
    throw badValue(name, `${value} with ${listed(wanted, "or")}`, JSON.stringify(text));
  }
  // At the bound itself, an adapter is not beyond it. So `>` and `>=` are the same for measured values.
  const operator = sign[0] as ">" | "<";
  // Who writes what must hold would get a gate that passes everything slower.
  const beyond = value === "throughput" ? "<" : ">";
  if (operator !== beyond) {
    const why = `\`${beyond}\`, because the gate fails if the limit is true`;
    throw badValue(name, why, JSON.stringify(text));
  }
  const bound = Number(digits.replaceAll("_", "")) * factor;
  if (!Number.isFinite(bound)) throw badValue(name, "a finite number", JSON.stringify(text));
  if (value === "throughput" && bound === 0)
    throw badValue(name, "more than 0/s, which no throughput is below", JSON.stringify(text));
  return { text: text.trim(), label, value, bound };
}

/** Labels may contain dots, so the value is the longest name at the end. */
function split(
  name: string,
  text: string,
  labelAndValue: string,
): readonly [label: string, value: RoundValue] {
  const parts = labelAndValue.split(".");
  for (const length of [2, 1]) {
    const value = parts.slice(-length).join(".");
    const label = parts.slice(0, -length).join(".");
    if (label !== "" && isValue(value)) return [label, value];
  }
  if (parts.length < 2 || parts[0] === "") throw badValue(name, WANTED, JSON.stringify(text));
  const value = parts.at(-1) as string;
  const wanted =
    "a measure, such as p50, p99, max, transmission, service, throughput, cpu, bytes or service.p99";
  throw badValue(name, wanted, JSON.stringify(value) + didYouMean(value, ROUND_VALUES));
}

function isValue(text: string): text is RoundValue {
  return (ROUND_VALUES as readonly string[]).includes(text);
}

function kindOf(value: RoundValue): keyof typeof UNITS {
  if (value === "throughput") return "rate";
  if (value === "bytes") return "bytes";
  return value === "faults" ? "number" : "time";
}
