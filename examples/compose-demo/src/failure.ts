// The failures that the demo reports in one line, and its exit codes.

/**
 * Exit codes.
 *
 * - `whole`: all images arrived unchanged
 * - `failed`: an image was lost or damaged, or the run failed
 * - `badSetting`: a setting is invalid
 */
export const EXIT = { whole: 0, failed: 1, badSetting: 2 } as const;

/** A failure that one line describes completely. */
export class DemoError extends Error {
  override readonly name: string = "DemoError";
  readonly exitCode: number = EXIT.failed;
}

/** An invalid setting: a variable, or an argument. Nothing has started. */
export class SettingError extends DemoError {
  override readonly name = "SettingError";
  override readonly exitCode = EXIT.badSetting;
  /** The name of the variable, or `argument`. */
  readonly setting: string;

  /** @param problem such as `expected a file, got a folder` */
  constructor(setting: string, problem: string) {
    super(`${setting}: ${problem}`);
    this.setting = setting;
  }
}

/** The error for a setting with a wrong value. */
export function badValue(setting: string, wanted: string, got: string): SettingError {
  return new SettingError(setting, `expected ${wanted}, got ${got}`);
}
