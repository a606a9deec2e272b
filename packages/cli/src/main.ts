// The program behind `wireduel`: the process's arguments, signals and streams.
import { EXIT } from "./exit-code.js";
import { Output } from "./output/output.js";
import { startFolder } from "./output/start-folder.js";
import { runProgram } from "./program/program.js";

/**
 * Within this time, signals are one: Ctrl-C in a terminal reaches npx and the command, and npx passes it on as well.
 */
const SAME_SIGNAL_MS = 300;

const here = process.cwd();
const start = startFolder(here, process.env.INIT_CWD);
if (start !== here) process.chdir(start);
const abort = new AbortController();
const out = new Output(process.stdout);
const err = new Output(process.stderr);

let firstAt: number | undefined;
for (const [signal, code] of [
  ["SIGINT", EXIT.interrupted],
  ["SIGTERM", EXIT.terminated],
  // The terminal was closed.
  ["SIGHUP", EXIT.terminated],
] as const) {
  process.on(signal, () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      abort.abort(signal);
      setTimeout(() => err.write("wireduel: stopping; Ctrl-C again ends at once\n"), SAME_SIGNAL_MS).unref();
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      // Core ends its child processes with this one.
      process.exit(code);
    }
  });
}

const code = await runProgram(process.argv.slice(2), {
  out: (text) => out.write(text),
  err: (text) => err.write(text),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: abort.signal,
});
await Promise.all([out.flush(), err.flush()]);
if (out.failure !== null) err.write(`wireduel: stdout cannot be written: ${out.failure}\n`);
// An adapter of the user's own may leave a timer or a socket open.
process.exit(out.failure !== null && code === EXIT.ok ? EXIT.failed : code);
