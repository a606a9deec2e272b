import type { CompletableCommand, CompletableFlag } from "./completable.js";

/**
 * The completions for fish.
 * @param commands the default one first
 */
export function fishCompletion(commands: readonly CompletableCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const [first] = commands;
  return `# Completions of wireduel for fish.
# To use them: wireduel completion fish > ~/.config/fish/completions/wireduel.fish
function __wireduel_command
    set -l given (commandline --tokenize --current-process --cut-at-cursor)
    if contains -- "$given[2]" ${names}
        echo $given[2]
    else
        echo ${first?.name}
    end
end
function __wireduel_is_first
    test (count (commandline --tokenize --current-process --cut-at-cursor)) -eq 1
end
function __wireduel_is
    test (__wireduel_command) = $argv[1]
end
complete --command wireduel --no-files
${commands.map(firstWord).join("\n")}
${commands.flatMap(linesOf).join("\n")}
`;
}

function firstWord({ name, summary }: CompletableCommand): string {
  return `complete -c wireduel -n __wireduel_is_first -a ${name} -d ${quoted(summary)}`;
}

function linesOf({ name, flags, words, takesFiles }: CompletableCommand): string[] {
  const here = `complete -c wireduel -n '__wireduel_is ${name}'`;
  return [
    ...flags.map((flag) => `${here} -l ${flag.name.slice(2)}${ofValue(flag)} -d ${quoted(flag.help)}`),
    ...(words.length > 0 ? [`${here} -a ${quoted(words.join(" "))}`] : []),
    ...(takesFiles ? [`${here} -F`] : []),
  ];
}

function ofValue({ value, valueOptional, isPath, isList, choices }: CompletableFlag): string {
  if (value === null) return "";
  if (isPath) return valueOptional ? " -F" : " -r -F";
  if (choices.length === 0) return valueOptional ? "" : " -x";
  const words = choices.join(" ");
  return ` -x -a ${quoted(isList ? `(__fish_append , ${words})` : words)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
