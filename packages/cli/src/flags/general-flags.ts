import { COLOR_CHOICES, type ColorChoice } from "../terminal/terminal.js";
import { type CommandLineFlag, type Flag, inGroup } from "./flag.js";
import { choiceFlag, negatable, onCommandLine, pathFlag, switchFlag } from "./kinds.js";

/** Flags of every command that measures. A command with `config` reads the configuration file. */
export type GeneralFlags = {
  /** The configuration file. False: none is read. */
  readonly config: CommandLineFlag<string | false>;
  /** Prints no progress and no hints on stderr, only errors. */
  readonly quiet: Flag<boolean, boolean>;
  /** When to use colours. */
  readonly color: Flag<ColorChoice, ColorChoice>;
};

export const GENERAL_FLAGS: GeneralFlags = inGroup("General", {
  config: onCommandLine(
    negatable(
      pathFlag("FILE", {
        help: "The configuration file. --no-config reads none.",
        fallback: "wireduel.config.ts, .js or .json of this folder or one above",
      }),
    ),
  ),
  quiet: switchFlag({ help: "Print nothing on stderr but errors." }),
  color: choiceFlag("WHEN", COLOR_CHOICES, {
    help: "When to use colours: auto, always or never.",
    fallback: "auto: on a terminal, unless NO_COLOR is set",
  }),
});
