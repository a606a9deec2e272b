import { flag, integer, number, type OptionKind, oneOf, text, withDefault } from "./kinds.js";

/**
 * The kinds of an adapter's options, each with its default: `option.integer(65_535, { min: 1, max: 2 ** 31 -
 * 1 })`.
 */
export const option = {
  /** An integer from `min` to `max`, both included. */
  integer(fallback: number, range: { readonly min: number; readonly max: number }): OptionKind<number> {
    return withDefault(integer(range), fallback);
  },
  /** A finite number from `min` to `max`, both included. */
  number(fallback: number, range: { readonly min: number; readonly max: number }): OptionKind<number> {
    return withDefault(number(range), fallback);
  },
  /** `true` or `false`. */
  flag(fallback: boolean): OptionKind<boolean> {
    return withDefault(flag, fallback);
  },
  /**
   * A string that `pattern` matches. `wanted` describes it in messages. Default: any string that is not
   * empty.
   */
  text(fallback: string, pattern: RegExp = /./u, wanted = "a string that is not empty"): OptionKind<string> {
    return withDefault(text(pattern, wanted), fallback);
  },
  /** One of a few strings. */
  oneOf<const T extends string>(fallback: T, choices: readonly T[]): OptionKind<T> {
    return withDefault(oneOf(choices), fallback);
  },
};
