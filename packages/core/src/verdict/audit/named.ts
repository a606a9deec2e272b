import type { JsonValue } from "../../result/json.js";
import type { Timing } from "../../result/result.js";

/** What each choice is without being chosen, and words of labels that name another one. */
const USUAL: Readonly<Record<string, { readonly value: JsonValue; readonly words: readonly string[] }>> = {
  profile: { value: "default", words: ["tuned"] },
  direction: { value: "upload", words: ["push"] },
  encryption: { value: "none", words: ["tls", "encrypt", "wss"] },
  unixSocket: { value: false, words: ["unix"] },
};

/** Shorter parts of an option's name are in too many other words. */
const FEWEST_LETTERS = 4;

/**
 * Whether a label names a choice. A label need not name what was not chosen. An automatic label names all that was. In
 * a label that a user wrote, a part of the option's name or its value must occur.
 */
export function isNamed({ label, adapter }: Timing, setting: string, values: readonly JsonValue[]): boolean {
  const option = setting.replace("options.", "");
  const usual = USUAL[option];
  const isUsual = usual ? values.every((value) => value === usual.value) : !adapter.chosen.includes(option);
  if (isUsual || adapter.automaticLabel) return true;
  const text = label.toLowerCase();
  const words = [...(usual?.words ?? partsOf(option)), ...values.filter(isWord).map(String)];
  return words.some((word) => text.includes(word.toLowerCase()));
}

/** The parts of a name in camel case: `message` and `Deflate` of `perMessageDeflate`. */
function partsOf(name: string): readonly string[] {
  return name.split(/(?=[A-Z])/).filter(({ length }) => length >= FEWEST_LETTERS);
}

function isWord(value: JsonValue): boolean {
  return typeof value === "string" || typeof value === "number";
}
