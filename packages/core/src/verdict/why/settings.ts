import type { JsonObject } from "../../result/json.js";
import type { EndReport, Timing } from "../../result/result.js";
import { sameJson } from "../audit/same-json.js";
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
    inEffect: (["sender", "receiver"] as const).flatMap((role) => {
      const changing = new Set([...changingAt(a, role), ...changingAt(b, role)]);
      return differences(inEffectAt(a, role, changing), inEffectAt(b, role, changing), sameProtocol);
    }),
    sameProtocol,
  };
}

function chosenBy({ adapter }: Timing): JsonObject {
  const { codec, direction, encryption, unixSocket, options } = adapter;
  const entries = Object.entries(options).map(([name, value]) => [`options.${name}`, value]);
  return { codec, direction, encryption, unixSocket, ...Object.fromEntries(entries) };
}

/** The settings in effect of an end, but for those that are not the same in every round, as ports. */
function inEffectAt(timing: Timing, role: "sender" | "receiver", changing: ReadonlySet<string>): JsonObject {
  const [first = {}] = settingsOfRounds(timing, role);
  const steady = Object.entries(first).filter(([name]) => !changing.has(name));
  return Object.fromEntries(steady.map(([name, value]) => [`${role}.settings.${name}`, value]));
}

/** The names of settings that change from round to round. */
function changingAt(timing: Timing, role: "sender" | "receiver"): readonly string[] {
  const [first = {}, ...others] = settingsOfRounds(timing, role);
  return Object.keys(first).filter((name) => others.some((one) => !sameJson(one[name], first[name])));
}

function settingsOfRounds({ rounds }: Timing, role: "sender" | "receiver"): readonly JsonObject[] {
  return rounds.map(({ ends }) => endOf(ends, role)?.settings ?? {});
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
    return sameJson(value, toValue) || !(both || also) ? [] : [{ setting, value, toValue }];
  });
}
