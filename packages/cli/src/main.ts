// The program behind `wireduel`: the process's arguments, signals and streams.
import { runProgram } from "./program/program.js";

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => abort.abort(signal));

process.exitCode = await runProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  // pnpm runs scripts in the folder of their package.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  signal: abort.signal,
});
