import type { StoredResult } from "@wireduel/core/report";
import type { Context } from "../context.js";
import { shellWord } from "../output/shell-word.js";
import { ownCommand } from "../program/own-command.js";

/**
 * What was typed, and the seed, so that the order of the adapters is the same again. A configuration file must still be there.
 * What went on with a matrix begins anew.
 */
export function typedCommand(
  { settings }: StoredResult,
  { env, argv }: Pick<Context, "env" | "argv">,
): string {
  const words = argv.filter((word, index) => !/^--resume(=|$)/.test(word) && argv[index - 1] !== "--resume");
  const hasSeed = words.some((word) => /^--seed(=|$)/.test(word));
  const seed = hasSeed ? [] : ["--seed", String(settings.seed)];
  return [ownCommand(env), ...[...words, ...seed].map(shellWord)].join(" ");
}
