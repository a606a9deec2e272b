import { type Command, defineCommand } from "../command.js";
import { bashCompletion } from "../completion/bash.js";
import { type CompletableCommand, completables, SHELLS, type Shell } from "../completion/completable.js";
import { fishCompletion } from "../completion/fish.js";
import { zshCompletion } from "../completion/zsh.js";
import { EXIT } from "../exit-code.js";
import { choiceFlag } from "../flags/kinds.js";

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletableCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/**
 * `wireduel completion SHELL`
 * @param commands all commands, this one included
 */
export function completionCommand(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: "completion",
    summary: "Prints a script that completes commands, flags and values in a shell.",
    takes: "SHELL",
    flags: {},
    examples: [
      {
        command: "source <(wireduel completion bash)",
        meaning: "in ~/.bashrc; zsh: in ~/.zshrc, after compinit",
      },
      {
        command: "wireduel completion fish > ~/.config/fish/completions/wireduel.fish",
        meaning: "for fish",
      },
    ],
    async run([given], _values, { out }) {
      const shell = choiceFlag("SHELL", SHELLS, { help: "" }).parse("SHELL", given);
      out(SCRIPTS[shell](completables(commands())));
      return EXIT.ok;
    },
  });
}
