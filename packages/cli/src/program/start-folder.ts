import { relative, sep } from "node:path";

/**
 * Goes to the folder in which the user typed the command.
 * @throws Error if there is none
 */
export function enterStartFolder(): void {
  const here = process.cwd();
  const start = startFolder(here, process.env.INIT_CWD);
  if (start !== here) process.chdir(start);
}

/**
 * The folder in which the user typed the command. pnpm and npm run scripts in the folder of the package, and put the
 * user's folder, which is below that, into `INIT_CWD`. Any other `INIT_CWD` is left over from a script further up that
 * changed the folder by itself.
 */
export function startFolder(cwd: string, initial: string | undefined): string {
  if (initial === undefined) return cwd;
  const below = relative(cwd, initial);
  const isBelow = below !== ".." && !below.startsWith(`..${sep}`) && !/^([a-z]:)?[\\/]/i.test(below);
  return isBelow ? initial : cwd;
}
