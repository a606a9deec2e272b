import type { CompletableCommand, CompletableFlag } from "./completable.js";

/**
 * The completions for bash. They work from version 3.2 on, which macOS has.
 * @param commands the default one first
 */
export function bashCompletion(commands: readonly CompletableCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# Completions of wireduel for bash. In ~/.bashrc: source <(wireduel completion bash)
_wireduel_files() {
  local IFS=$'\\n'
  COMPREPLY+=($(compgen -f -- "$1"))
}
_wireduel() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local commands="${names}" command=${commands[0]?.name}
  local flags words choices list files joined prefix
  # Bash splits --flag=value at the equals sign.
  if [[ $current == "=" ]]; then
    current="" joined="="
  elif [[ $previous == "=" ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]} joined="="
  fi
  if [[ $COMP_CWORD -gt 1 && " $commands " == *" \${COMP_WORDS[1]} "* ]]; then command=\${COMP_WORDS[1]}; fi
  COMPREPLY=()
  # The value of a flag.
  case "$command $previous$joined" in
${commands.flatMap(({ name, flags }) => flags.flatMap((flag) => valueCase(name, flag))).join("\n")}
  esac
  if [[ $choices ]]; then
    if [[ $list && $current == *,* ]]; then prefix="\${current%,*},"; fi
    COMPREPLY=($(compgen -P "$prefix" -W "$choices" -- "\${current#"$prefix"}"))
    return
  fi
  # A flag or an argument.
  case "$command" in
${commands.map(commandCase).join("\n")}
  esac
  if [[ $current == -* ]]; then
    words=$flags files=""
  elif [[ $COMP_CWORD -eq 1 ]]; then
    words="$commands $words"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $files ]]; then _wireduel_files "$current"; fi
}
complete -o filenames -F _wireduel wireduel
`;
}

function valueCase(command: string, flag: CompletableFlag): string[] {
  if (flag.value === null) return [];
  const joined = `"${command} ${flag.name}="`;
  const places = flag.valueOptional ? joined : `"${command} ${flag.name}" | ${joined}`;
  return [`    ${places}) ${valueAction(flag)} ;;`];
}

function valueAction({ choices, isList, isPath }: CompletableFlag): string {
  if (isPath) return '_wireduel_files "$current"; return';
  if (choices.length === 0) return "return";
  return `choices="${choices.join(" ")}"${isList ? " list=yes" : ""}`;
}

function commandCase({ name, flags, words, takesFiles }: CompletableCommand): string {
  const names = flags.map((flag) => flag.name).join(" ");
  return `    ${name}) flags="${names}" words="${words.join(" ")}" files=${takesFiles ? "yes" : '""'} ;;`;
}
