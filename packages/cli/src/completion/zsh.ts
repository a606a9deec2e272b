import type { CompletableCommand, CompletableFlag } from "./completable.js";

/**
 * The completions for zsh.
 * @param commands the default one first
 */
export function zshCompletion(commands: readonly CompletableCommand[]): string {
  const [first] = commands;
  const summaries = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef wireduel
# Completions of wireduel for zsh. In ~/.zshrc, after compinit: source <(wireduel completion zsh)
_wireduel() {
  local command=${first?.name}
  local -a commands
  commands=(
${summaries.join("\n")}
  )
  if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
    _describe -t commands command commands
${first ? argumentLines(first, "    ") : ""}
    return
  fi
  if (( \${commands[(I)$words[2]:*]} )); then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
if [[ \${funcstack[1]} == _wireduel ]]; then _wireduel "$@"; else compdef _wireduel wireduel; fi
`;
}

function commandCase(command: CompletableCommand): string {
  const specs = [...command.flags.map(flagSpec), ...argumentSpec(command)];
  return `    ${command.name})\n      _arguments -s \\\n        ${specs.map(quoted).join(" \\\n        ")}\n      ;;`;
}

function flagSpec(flag: CompletableFlag): string {
  const { name, help, value, valueOptional, isList } = flag;
  const described = `[${escaped(help)}]`;
  if (value === null) return `${name}${described}`;
  const [, word = value] = value.match(/^(\w+)/) ?? [];
  const action = actionOf(flag, word);
  if (valueOptional) return `${name}=-${described}::${word}:${action}`;
  return `${isList ? "*" : ""}${name}=${described}:${word}:${action}`;
}

function actionOf({ isPath, isList, choices }: CompletableFlag, word: string): string {
  if (isPath) return "_files";
  if (choices.length === 0) return " ";
  return isList ? `_values -s , ${word} ${choices.join(" ")}` : `(${choices.join(" ")})`;
}

function argumentSpec({ words, takesFiles }: CompletableCommand): string[] {
  if (words.length === 0) return takesFiles ? ["*:file:_files"] : [];
  if (!takesFiles) return [`*:argument:(${words.join(" ")})`];
  return [`*:argument:_alternative "names\\:name\\:(${words.join(" ")})" "files\\:file\\:_files"`];
}

/** The arguments of the default command, beside the names of commands. */
function argumentLines({ words, takesFiles }: CompletableCommand, indent: string): string {
  const lines = [
    ...(words.length > 0 ? [`compadd -- ${words.join(" ")}`] : []),
    ...(takesFiles ? ["_files"] : []),
  ];
  return lines.map((line) => indent + line).join("\n");
}

/** Brackets and colons have a meaning in a spec. */
function escaped(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
