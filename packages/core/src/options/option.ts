import {
  flag,
  integer,
  invalidOption,
  isObject,
  type Kind,
  type Kinds,
  kindOf,
  listOf,
  nullable,
  number,
  type OptionKind,
  object,
  oneOf,
  optional,
  recordOf,
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
  /** Null (the default), or an object with one kind for each field. */
  object<T extends object>(kinds: Kinds<T>): OptionKind<T | null> {
    recordOf(aKind, "an object of option kinds").parse("option.object's fields", kinds);
    const whole = object<T>(kinds);
    const made = withDefault<T | null>(nullable(whole), null);
    wholes.set(made, whole);
    return made;
  },
  /** A field of an object that must be given, and is not null. The default of its kind does not matter. */
  required<T>(kind: OptionKind<T>): Kind<NonNullable<T>> {
    return notNull(aKind.parse("option.required's kind", kind) as Kind<T>);
  },
  /**
   * A field of an object that may be absent, and then stays absent. It is not null. The default of its kind
   * does not matter.
   */
  optional<T>(kind: OptionKind<T>): Kind<NonNullable<T>> {
    return optional(notNull(aKind.parse("option.optional's kind", kind) as Kind<T>));
  },
  /** An object with any field names. All values are of one kind. Default: no fields. */
  record<T>(kind: Kind<T>, wanted = "an object"): OptionKind<Readonly<Record<string, T>>> {
    aKind.parse("option.record's kind", kind);
    return withDefault(recordOf(kind, text().parse("option.record's wanted", wanted)), {});
  },
};

/** The kinds of `option.object` without null, so that a message can say that an object is wanted. */
const wholes = new WeakMap<object, Kind<unknown>>();

/** The same kind without its default and without null. */
function notNull<T>(kind: Kind<T>): Kind<NonNullable<T>> {
  const { parse, schema } = (wholes.get(kind) ?? kind) as Kind<T>;
  return {
    parse(name, value) {
      const parsed = parse(name, value);
      if (parsed === null || parsed === undefined) throw invalidOption(name, "a value", value);
      return parsed;
    },
    ...(schema ? { schema } : {}),
  };
}

const aKind = kindOf<Kind<unknown>>(
  "a kind of option, such as option.flag(false)",
  (value) => isObject(value) && typeof value.parse === "function",
);
const rangeKind = object<{ min: number; max: number }>({ min: number(), max: number() });

function withValidDefault<T>(kindOfOption: string, kind: Kind<T>, fallback: T): OptionKind<T> {
  return withDefault(kind, kind.parse(`option.${kindOfOption}'s default`, fallback));
}
