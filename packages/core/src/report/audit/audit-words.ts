import type { JsonValue } from "../../result/json.js";
import type { Audit, AuditedPair, UnequalSetting } from "../../verdict/audit/audit-types.js";

const NAMES: Readonly<Record<string, string>> = {
  protocol: "protocol",
  profile: "profile",
  codec: "codec",
  direction: "direction",
  encryption: "encryption",
  unixSocket: "Unix socket",
  payload: "payload",
  load: "load",
  network: "emulated network",
  senders: "number of senders",
  receivers: "number of receivers",
  connections: "number of connections",
  maxInFlight: "number of payloads in flight at most",
  warmupCount: "number of payloads of the warm-up",
  clock: "source of one-way times",
};
const NAMES_AT_AN_END: Readonly<Record<string, string>> = {
  node: "version of Node",
  flags: "list of Node's flags",
  core: "version of @wireduel/core",
  contract: "version of the contract",
  notes: "notes",
};
const GROUPS = [
  ["options.", "option"],
  ["overrides.", "changed setting"],
  ["tls.", "TLS"],
  ["libraries.", "version of"],
  ["settings.", "setting in effect"],
] as const;

/** The name of an audited setting: `version of ws at the receiver`. */
export function settingInWords(name: string): string {
  const [, end, rest = name] = name.match(/^(sender|receiver)\.(.*)$/) ?? [];
  const [start, group] = GROUPS.find(([one]) => rest.startsWith(one)) ?? [];
  const words =
    start === undefined
      ? ((end === undefined ? NAMES : NAMES_AT_AN_END)[rest] ?? rest)
      : `${group} ${rest.slice(start.length)}`;
  return end === undefined ? words : `${words} at the ${end}`;
}

/** The values that a timing has for a setting. */
export function valuesInWords(values: readonly JsonValue[]): string {
  return values.length === 0 ? "none" : values.map(valueInWords).join(", then ");
}

function valueInWords(value: JsonValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null || (Array.isArray(value) && value.length === 0)) return "none";
  if (Array.isArray(value)) return value.map(partInWords).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .flatMap(([name, part]) => (part === undefined ? [] : `${name}: ${partInWords(part)}`))
    .join(", ");
}

/** A value inside another one. */
function partInWords(value: JsonValue): string {
  const isNested = typeof value === "object" && value !== null && !Array.isArray(value);
  return isNested ? `(${valueInWords(value)})` : valueInWords(value);
}

/** The warnings of an audit: what differs without being compared and without being named, and what changed. */
export function auditWarnings({ pairs, changed }: Audit): string[] {
  return [
    ...pairs.flatMap((pair) =>
      pair.unequal.filter(({ named }) => !named).map((setting) => unequalInWords(pair, setting)),
    ),
    ...changed.map(
      ({ label, name, values }) =>
        `The ${settingInWords(name)} changed between rounds: ${valuesInWords(values)} (${label})`,
    ),
  ];
}

/** The notes of an audit: what differs without being compared, but is named in the labels. */
export function auditNotes({ pairs }: Audit): string[] {
  return pairs.flatMap((pair) =>
    pair.unequal.filter(({ named }) => named).map((setting) => unequalInWords(pair, setting)),
  );
}

function unequalInWords({ label, to }: AuditedPair, { name, values, toValues }: UnequalSetting): string {
  // A load or a payload is described elsewhere in a report, and its JSON is long.
  if ([...values, ...toValues].some((value) => typeof value === "object" && value !== null)) {
    return `The ${settingInWords(name)} also differs between ${label} and ${to}`;
  }
  const [own, other] = [valuesInWords(values), valuesInWords(toValues)];
  return `The ${settingInWords(name)} also differs: ${own} (${label}), ${other} (${to})`;
}
