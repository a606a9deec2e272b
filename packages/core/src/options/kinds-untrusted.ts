// Kinds of values that another machine sent. They bound what arrives, and keep commands to a terminal out of it.
import { MOST_STAMP_NS, NS_PER_MS } from "../clock/clock.js";
import { printableLine } from "../failure/printable.js";
import type { JsonObject, JsonValue } from "../result/json.js";
import { invalidOption, isObject, jsonObject, type Kind, number, recordOf, text } from "./kinds.js";

/** Text for people: another end's message, version or setting. It becomes one printable line. */
export const shownText: Kind<string> = {
  parse: (name, value) => printableLine(text().parse(name, value)),
};

/** A list of at most `most` values of a kind. */
export function shortList<T>(kind: Kind<T>, most: number): Kind<readonly T[]> {
  return {
    parse(name, value) {
      if (Array.isArray(value) && value.length <= most) {
        return value.map((item, index) => kind.parse(`${name}[${index}]`, item));
      }
      throw invalidOption(name, `a list of at most ${most}`, value);
    },
  };
}

/** An object of texts for people. Its keys are printable words. */
export const shownTexts: Kind<Readonly<Record<string, string>>> = {
  parse(name, value) {
    if (isObject(value)) for (const key of Object.keys(value)) word.parse(`a key of ${name}`, key);
    return recordOf(shownText).parse(name, value);
  },
};

/** Printable ASCII without spaces, and not `__proto__`, which objects of JavaScript use themselves. */
const word = text(/^(?!__proto__$)[\x21-\x7e]{1,200}$/, "a printable word");

/** A stamp of a monotonic clock, in nanoseconds. */
export const stampNs: Kind<number> = number({ min: 0, max: MOST_STAMP_NS });

/** A time in milliseconds. */
export const timeMs: Kind<number> = number({ min: 0, max: MOST_STAMP_NS / NS_PER_MS });

/** An object of JSON values for people, such as the settings of an end: its texts are printable. */
export const shownJson: Kind<JsonObject> = {
  parse: (name, value) => shown(jsonObject.parse(name, value)) as JsonObject,
};

function shown(value: JsonValue): JsonValue {
  if (typeof value === "string") return printableLine(value);
  if (Array.isArray(value)) return value.map(shown);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [printableLine(key), shown(one as JsonValue)]),
  );
}
