import {
  flag,
  integer,
  invalidOption,
  type Kind,
  listOf,
  number,
  type OptionKind,
  object,
  oneOf,
  text,
  withDefault,
} from "./kinds.js";

/**
 * The kinds of an adapter's options, each with its default: `option.integer(65_535, { min: 1, max: 2 ** 31 -
 * 1 })`. The default must be a valid value, because other processes get it as one. Each throws WireduelError
 * `INVALID_OPTION`.
 */
export const option = {
  /** An integer from `min` to `max`, both included. */
  integer(fallback: number, range: { readonly min: number; readonly max: number }): OptionKind<number> {
    return withValidDefault("integer", integer(rangeKind.parse("option.integer's range", range)), fallback);
  },
  /** A finite number from `min` to `max`, both included. */
  number(fallback: number, range: { readonly min: number; readonly max: number }): OptionKind<number> {
    return withValidDefault("number", number(rangeKind.parse("option.number's range", range)), fallback);
  },
  /** `true` or `false`. */
  flag(fallback: boolean): OptionKind<boolean> {
    return withValidDefault("flag", flag, fallback);
  },
  /**
   * A string that `pattern` matches. `wanted` describes it in messages. Default: any string that is not
   * empty.
   */
  text(fallback: string, pattern: RegExp = /./u, wanted = "a string that is not empty"): OptionKind<string> {
    if (!(pattern instanceof RegExp)) throw invalidOption("option.text's pattern", "a RegExp", pattern);
    return withValidDefault("text", text(pattern, text().parse("option.text's wanted", wanted)), fallback);
  },
  /** One of a few strings. */
  oneOf<const T extends string>(fallback: T, choices: readonly T[]): OptionKind<T> {
    const checked = listOf(text() as Kind<T>, "a list of strings").parse("option.oneOf's choices", choices);
    return withValidDefault("oneOf", oneOf(checked), fallback);
  },
};

const rangeKind = object<{ min: number; max: number }>({ min: number(), max: number() });

function withValidDefault<T>(kindOfOption: string, kind: Kind<T>, fallback: T): OptionKind<T> {
  return withDefault(kind, kind.parse(`option.${kindOfOption}'s default`, fallback));
}
