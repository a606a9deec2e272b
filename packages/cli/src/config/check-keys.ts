import { didYouMean } from "@wireduel/core/adapter";
import type { Command } from "../command.js";
import { UsageError } from "../failure.js";
import { type Flag, flagName } from "../flags/flag.js";

/**
 * Refuses keys that no command has.
 * @param file how messages call the configuration file
 * @throws UsageError
 */
export function checkKeys(
  file: string,
  config: Readonly<Record<string, unknown>>,
  commands: readonly Command[],
): void {
  const flags = commands.filter(readsConfig).flatMap(({ flags }) => Object.entries(flags));
  const known = flags.filter(([, flag]) => !flag.commandLineOnly).map(([key]) => key);
  for (const key of Object.keys(config)) {
    if (known.includes(key)) continue;
    if (flags.some(([name]) => name === key)) {
      throw new UsageError(
        `${file}: ${key} is not a key of the configuration; give ${flagName(key)} on the command line`,
      );
    }
    const asKey = camelCase(key);
    const hint = known.includes(asKey) ? `; did you mean ${asKey}?` : didYouMean(key, known, (word) => word);
    throw new UsageError(
      `${file}: unknown key ${key}${hint || `; known are ${[...new Set(known)].join(", ")}`}`,
    );
  }
}

/** Whether a command reads the configuration: it has the flag `--config`. */
export function readsConfig({ flags }: { readonly flags: Readonly<Record<string, Flag<unknown>>> }): boolean {
  return "config" in flags;
}

/** `replyBytes` for `reply-bytes` and `--reply-bytes`. */
function camelCase(key: string): string {
  return key.replace(/^--/, "").replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
