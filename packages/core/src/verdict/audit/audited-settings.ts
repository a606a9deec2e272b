import type { EndReport } from "../../result/ends.js";
import type { JsonValue } from "../../result/json.js";
import type { Timing } from "../../result/result.js";
import type { RoundResult } from "../../result/round-result.js";
import type { AuditedSetting, SettingScope } from "./audit-types.js";
import { distinctJson, sameJson } from "./same-json.js";

/** The settings of one timing: the values of all rounds by name. */
type Found = Map<string, JsonValue[]>;

/** The groups of settings, in the order of an audit. Names begin with one of them. */
const GROUPS: readonly (readonly [start: string, scope: SettingScope])[] = [
  ["protocol", "protocol"],
  ...(["profile", "codec", "direction", "encryption", "unixSocket", "tls."] as const).map(
    (name) => [name, "common"] as const,
  ),
  ["options.", "protocol"],
  ["overrides.", "protocol"],
  ...(["payload", "load", "network", "senders", "receivers", "connections"] as const).map(
    (name) => [name, "common"] as const,
  ),
  ...(["maxInFlight", "warmupCount", "clock"] as const).map((name) => [name, "common"] as const),
  ...(["sender", "receiver"] as const).flatMap((end) => [
    ...(["node", "flags", "core", "contract", "libraries."] as const).map(
      (name) => [`${end}.${name}`, "common"] as const,
    ),
    [`${end}.settings.`, "protocol"] as const,
    [`${end}.notes`, "protocol"] as const,
  ]),
];

/** All settings of all timings, side by side. */
export function auditedSettings(timings: readonly Timing[]): AuditedSetting[] {
  const found = timings.map(settingsOf);
  const names = [...new Set(found.flatMap((settings) => [...settings.keys()]))];
  return GROUPS.flatMap(([start, scope]) =>
    names
      .filter((name) => (start.endsWith(".") ? name.startsWith(start) : name === start))
      .map((name) => {
        const values = found.map((settings) => distinctJson(settings.get(name) ?? []));
        return { name, scope, values, differs: !values.every((own) => sameJson(own, values[0])) };
      }),
  );
}

function settingsOf({ adapter, rounds, ...timing }: Timing): Found {
  const found: Found = new Map();
  const add = (name: string, value: JsonValue) => found.set(name, [...(found.get(name) ?? []), value]);
  const { name, profile, codec, direction, encryption, unixSocket, options, overrides } = adapter;
  add("protocol", name);
  if (profile) add("profile", profile.name);
  for (const [field, value] of Object.entries({ codec, direction, encryption, unixSocket }))
    add(field, value);
  for (const [option, value] of Object.entries(options)) add(`options.${option}`, value as JsonValue);
  for (const { setting, value } of overrides) add(`overrides.${setting}`, value);
  const { payload, load, network, connections, maxInFlight, warmupCount } = timing;
  const ofTiming = { payload, load, network, connections, maxInFlight, warmupCount };
  for (const [field, value] of Object.entries(ofTiming)) add(field, value as unknown as JsonValue);
  for (const round of rounds) addRound(round, add);
  return found;
}

function addRound(
  { clock, tls, ends, senders }: RoundResult,
  add: (name: string, value: JsonValue) => void,
): void {
  add("clock", clock.kind);
  if (senders) {
    add("senders", senders.each.length);
    add("receivers", new Set(senders.each.map(({ receiver }) => receiver)).size);
  }
  if (tls) for (const [field, value] of Object.entries(tls)) add(`tls.${field}`, value);
  const addEnd = (role: string, { node, flags, core, contract, libraries, settings, notes }: EndReport) => {
    for (const [field, value] of Object.entries({ node, flags, core, contract, notes })) {
      add(`${role}.${field}`, value);
    }
    for (const [library, version] of Object.entries(libraries)) add(`${role}.libraries.${library}`, version);
    for (const [setting, value] of Object.entries(settings))
      add(`${role}.settings.${setting}`, value as JsonValue);
  };
  for (const end of ends.senders) addEnd("sender", end);
  for (const end of ends.receivers) addEnd("receiver", end);
}
