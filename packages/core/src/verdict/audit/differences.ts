import type { Timing } from "../../result/result.js";
import type { AuditedPair, AuditedSetting, UnequalSetting } from "./audit-types.js";
import { isNamed } from "./named.js";
import { sameJson } from "./same-json.js";

/** A timing of a pair, and its place among the values of a setting. */
export interface PlacedTiming {
  readonly timing: Timing;
  readonly place: number;
}

/** What a user chooses for an adapter, besides its options. */
const CHOICES: readonly string[] = ["profile", "codec", "direction", "encryption", "unixSocket"];

/** Follow from what was chosen, so they are no difference of their own. */
const EFFECTS = /^(overrides|sender\.settings|receiver\.settings)\./;
/** Texts for people. What they say is in settings too. */
const NOTES = /^(sender|receiver)\.notes$/;

/** What two timings differ in: what is compared, and the rest. */
export function differencesOf(
  one: PlacedTiming,
  other: PlacedTiming,
  settings: readonly AuditedSetting[],
): Pick<AuditedPair, "compared" | "unequal"> {
  const different = settings
    .map(({ name, values }) => ({
      name,
      values: values[one.place] ?? [],
      toValues: values[other.place] ?? [],
    }))
    .filter(({ name, values, toValues }) => !NOTES.test(name) && !sameJson(values, toValues));
  const adapters = [one.timing, other.timing] as const;
  return adapters[0].adapter.name === adapters[1].adapter.name
    ? ofOneProtocol(adapters, different)
    : ofTwoProtocols(adapters, different);
}

type Different = Omit<UnequalSetting, "named">;
type Adapters = readonly [Timing, Timing];

/** The protocols are compared, with all that their libraries do by themselves. What was chosen besides is not. */
function ofTwoProtocols(
  adapters: Adapters,
  different: readonly Different[],
): Pick<AuditedPair, "compared" | "unequal"> {
  const unequal = different
    .filter(({ name }) => name !== "protocol" && !EFFECTS.test(name))
    .filter(({ name, values, toValues }) => {
      if (isOption(name) || name === "codec") return isChosen(adapters, name);
      // A protocol without profiles is as its library is.
      if (name === "profile") return [...values, ...toValues].some((value) => value !== "default");
      // A library of one protocol is a part of the protocol.
      if (name.includes(".libraries.")) return values.length > 0 && toValues.length > 0;
      return true;
    });
  return { compared: ["protocol"], unequal: withNames(adapters, withoutEffects(unequal)) };
}

/** What was chosen and is named is compared. */
function ofOneProtocol(
  adapters: Adapters,
  different: readonly Different[],
): Pick<AuditedPair, "compared" | "unequal"> {
  const chosen = different.filter(
    ({ name }) =>
      (CHOICES.includes(name) && (name !== "codec" || isChosen(adapters, name))) ||
      (isOption(name) && isChosen(adapters, name)),
  );
  const compared = withNames(adapters, chosen).filter(({ named }) => named);
  const names = compared.map(({ name }) => name);
  const profiles = different.some(({ name }) => name === "profile");
  const unequal = different.filter(({ name }) => {
    if (names.includes(name)) return false;
    // A profile sets options and the codec.
    if ((isOption(name) || name === "codec") && !isChosen(adapters, name)) return !profiles;
    return !(EFFECTS.test(name) && chosen.length > 0);
  });
  return { compared: names, unequal: withNames(adapters, withoutEffects(unequal)) };
}

/** Without the details of encryption where one of the two is not encrypted. */
function withoutEffects(different: readonly Different[]): readonly Different[] {
  return different.filter(
    ({ name, values, toValues }) => !name.startsWith("tls.") || (values.length > 0 && toValues.length > 0),
  );
}

function isOption(name: string): boolean {
  return name.startsWith("options.");
}

function isChosen(adapters: Adapters, name: string): boolean {
  return adapters.some(({ adapter }) => adapter.chosen.includes(name.replace("options.", "")));
}

function withNames(adapters: Adapters, different: readonly Different[]): UnequalSetting[] {
  return different.map((setting) => ({
    ...setting,
    named:
      (CHOICES.includes(setting.name) || isOption(setting.name)) &&
      isNamed(adapters[0], setting.name, setting.values) &&
      isNamed(adapters[1], setting.name, setting.toValues),
  }));
}
