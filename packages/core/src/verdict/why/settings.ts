import type { JsonObject, JsonValue } from "../../result/json.js";
import type { EndReport, Timing } from "../../result/result.js";
import type { SettingDifference } from "./explanation.js";

/** In which settings two timings differ: those that the user chose, and those in effect at the ends. */
export interface SettingDifferences {
  readonly chosen: readonly SettingDifference[];
  readonly inEffect: readonly SettingDifference[];
  /** Whether the two have the same protocol. If not, they differ in everything that is not a setting, too. */
  readonly sameProtocol: boolean;
}

/** Compares the settings of two timings. */
export function settingDifferences(a: Timing, b: Timing): SettingDifferences {
  const sameProtocol = a.adapter.name === b.adapter.name;
  return {
    chosen: differences(chosenBy(a), chosenBy(b), sameProtocol),
    inEffect: (["sender", "receiver"] as const).flatMap((role) =>
      differences(inEffectAt(a, role), inEffectAt(b, role), sameProtocol),
    ),
    sameProtocol,
  };
}

function chosenBy({ adapter }: Timing): JsonObject {
  const { codec, direction, encryption, unixSocket, options } = adapter;
  const entries = Object.entries(options).map(([name, value]) => [`options.${name}`, value]);
  return { codec, direction, encryption, unixSocket, ...Object.fromEntries(entries) };
}

/** The settings of an end that are the same in every round. Others, as ports, are no settings. */
function inEffectAt({ rounds }: Timing, role: "sender" | "receiver"): JsonObject {
  const all = rounds.map(({ ends }) => endOf(ends, role)?.settings ?? {});
  const [first = {}] = all;
  const steady = Object.entries(first).filter(([name, value]) => all.every((one) => same(one[name], value)));
  return Object.fromEntries(steady.map(([name, value]) => [`${role}.${name}`, value]));
}

/** The first of the senders or of the receivers. */
export function endOf(
  ends: { readonly senders: readonly EndReport[]; readonly receivers: readonly EndReport[] },
  role: "sender" | "receiver",
): EndReport | undefined {
  return role === "sender" ? ends.senders[0] : ends.receivers[0];
}

/** @param also whether settings count that only one of the two has */
function differences(a: JsonObject, b: JsonObject, also: boolean): SettingDifference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((setting) => {
    const [value, toValue] = [a[setting] ?? null, b[setting] ?? null];
    const both = setting in a && setting in b;
    return same(value, toValue) || !(both || also) ? [] : [{ setting, value, toValue }];
  });
}

/** Whether two JSON values are equal, whatever the order of their fields. */
function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: JsonValue | undefined): string | undefined {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)))
      : one,
  );
}
