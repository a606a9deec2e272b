/**
 * A flag of the command line. Unless `commandLineOnly`, it is also a key of the configuration.
 * @typeParam T what `parse` returns
 * @typeParam Given what the configuration may give. `never` for a flag of the command line only.
 */
export interface Flag<T, Given = unknown> {
  /** What the help calls its value, such as `FILE`. Null: a switch without a value. */
  readonly value: string | null;
  /** Whether the value may be left out: `--json` and `--json=FILE`. */
  readonly valueOptional?: true;
  /** One sentence for the help. */
  readonly help: string;
  /** What happens without the flag, in words. Empty if nothing does. */
  readonly fallback: string;
  /** The heading under which the help lists it. Default: `Options`. */
  readonly group?: string;
  /** All words that it accepts, or the most useful ones. For the help and for completions. */
  readonly choices?: readonly string[];
  /** Whether it takes a list: values with commas between them, or the flag several times. */
  readonly isList?: true;
  /** Whether `--no-…` turns it off. `parse` then gets `false`. */
  readonly negatable?: true;
  /** Its value is a path. In a configuration file, a relative one starts at the folder of that file. */
  readonly isPath?: true;
  /** Keys of the configuration that do not count if the command line has this flag. */
  readonly replaces?: readonly string[];
  readonly commandLineOnly?: true;
  /** It has no flag: the arguments of the command line are its values, such as the names of adapters. */
  readonly configurationOnly?: true;
  /**
   * Checks a value and converts it.
   * @param name its name in messages: `--size`, or `wireduel.config.ts: size`
   * @param given a string (a list of them if the flag was repeated, `true` for a switch) of the command line, or any
   * value of the configuration
   * @throws UsageError
   */
  parse(name: string, given: unknown): T;
  /** Never set. It carries the type of what the configuration may give. */
  readonly accepts?: Given;
}

/** A flag that a configuration cannot have. */
export type CommandLineFlag<T> = Flag<T, never>;

/** Flags by their keys: `replyBytes` is `--reply-bytes`. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values of flags. What was not given is undefined. */
export type ValuesOf<F extends Flags> = {
  readonly [Key in keyof F]: (F[Key] extends Flag<infer T> ? T : never) | undefined;
};

/** What a configuration may give for flags. */
export type ConfigurationOf<F> = {
  readonly [Key in keyof F as F[Key] extends CommandLineFlag<unknown> ? never : Key]?: F[Key] extends Flag<
    unknown,
    infer Given
  >
    ? Given | undefined
    : never;
};

/** `--reply-bytes` for `replyBytes`. */
export function flagName(key: string): string {
  return `--${dashed(key)}`;
}

/** `--no-reply-bytes` for `replyBytes`. */
export function negatedName(key: string): string {
  return `--no-${dashed(key)}`;
}

/** Whether `--no-…` turns a flag off. It can turn off each switch that the configuration may turn on. */
export function isNegatable({ negatable, value, commandLineOnly }: Flag<unknown>): boolean {
  return negatable === true || (value === null && !commandLineOnly);
}

/** The same flags, of which one on the command line replaces all in the configuration. */
export function alternatives<F extends Flags>(flags: F): F {
  const keys = Object.keys(flags);
  const entries = Object.entries(flags).map(([key, flag]) => {
    const { replaces = [] } = flag;
    return [key, { ...flag, replaces: [...keys, ...replaces] }];
  });
  return Object.fromEntries(entries) as F;
}

/** The same flag. If it is on the command line, these keys of the configuration do not count. */
export function replacing<T, Given>(keys: readonly string[], flag: Flag<T, Given>): Flag<T, Given> {
  return { ...flag, replaces: keys };
}

/** The same flags under a heading of the help. */
export function inGroup<F extends Flags>(group: string, flags: F): F {
  const entries = Object.entries(flags).map(([key, flag]) => [key, { ...flag, group }]);
  return Object.fromEntries(entries) as F;
}

function dashed(key: string): string {
  return key.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
