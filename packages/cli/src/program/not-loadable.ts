/** What the command needs in the folder of an adapter: the processes that measure load it from there. */
const OWN_PACKAGE = /Cannot find (?:module|package) '((?:@wireduel\/[\w-]+|wireduel))[^']*'/;

/** What core advises to a program. The command has no such option. */
const INLINE = /, or use (?:one round with )?`receiver: "inline"`/g;

/** Core's message about an adapter that a process cannot load, with what a user of the command can do. */
export function notLoadable(message: string): string {
  const [, name] = OWN_PACKAGE.exec(message) ?? [];
  const what = message.replace(/\s*Require stack:(?:\s*- \S+)*/, "").replaceAll(INLINE, "");
  return name === undefined ? what : `${what}; install ${name} in the folder of the adapter`;
}
