/** A flag of the command line. Unless `commandLineOnly`, it is also a key of the configuration. */
export interface Flag<T> {
  /** What the help calls its value, such as `FILE`. Null: a switch without a value. */
  readonly value: string | null;
  /** Whether the value may be left out: `--json` and `--json=FILE`. */
  readonly valueOptional?: true;
  /** One sentence for the help. */
  readonly help: string;
  /** What happens without the flag, in words. Empty if nothing does. */
  readonly fallback: string;
  readonly commandLineOnly?: true;
  /**
   * Checks a value and converts it.
   * @param name how messages call it: `--size`, or `size` in the configuration
   * @param given a string (a list of them if the flag was repeated, `true` for a switch) of the command line, or any
   * value of the configuration
   * @throws UsageError
   */
  parse(name: string, given: unknown): T;
}

/** Flags by their keys: `replyBytes` is `--reply-bytes`. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values of flags. What was not given is undefined. */
export type ValuesOf<F extends Flags> = {
  readonly [Key in keyof F]: (F[Key] extends Flag<infer T> ? T : never) | undefined;
};

/** `--reply-bytes` for `replyBytes`. */
export function flagName(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}
