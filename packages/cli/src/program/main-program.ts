// What `wireduel` does: the process's arguments, signals and streams.
import { Console } from "node:console";
import { setTimeout } from "node:timers/promises";
import { EXIT, type ExitCode } from "../exit-code.js";
import { Output } from "../output/output.js";
import { moduleInLoading } from "./import-module.js";
import { runProgram } from "./program.js";
import { Signals } from "./signals.js";
import { enterStartFolder } from "./start-folder.js";

/** How long a command that a signal has ended waits for those who read its output. */
const FLUSH_AFTER_SIGNAL_MS = 300;

/** The exit code of Node if the program waits for a promise, and nothing is left that could settle it. */
const NOTHING_LEFT_TO_DO = 13;

// Stdout has the result only. What a module of the user's own prints goes to stderr.
globalThis.console = new Console(process.stderr);
const out = new Output(process.stdout);
const err = new Output(process.stderr);

let isEnding = false;
function end(code: ExitCode): never {
  isEnding = true;
  process.exit(code);
}
// A module of the user's own can end the process, or wait for what never happens.
process.on("exit", (code) => {
  const module = moduleInLoading();
  if (isEnding || (module === undefined && code !== EXIT.ok && code !== NOTHING_LEFT_TO_DO)) return;
  const why = code === NOTHING_LEFT_TO_DO ? "waits for what never happens" : "ends the process";
  err.write(`wireduel: ${module ?? "a module"} ${why}\n`);
  process.exitCode = EXIT.usage;
});

try {
  enterStartFolder();
} catch (error) {
  err.write(`wireduel: there is no working folder: ${(error as Error).message}\n`);
  end(EXIT.usage);
}

const signals = new Signals((text) => err.write(text), end);
// The system ignores signals to the first process of a container, unless it handles them.
if (process.pid === 1) signals.on("exit");

const code = await runProgram(process.argv.slice(2), {
  out: (text) => out.write(text),
  err: (text) => err.write(text),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: signals.signal,
  onSignal: (does) => signals.on(does),
});
// Whoever reads may have stopped.
signals.on("exit");
const flushed = Promise.all([out.flush(), err.flush()]);
await (signals.signal.aborted ? Promise.race([flushed, setTimeout(FLUSH_AFTER_SIGNAL_MS)]) : flushed);
if (out.failure !== null) err.write(`wireduel: stdout cannot be written: ${out.failure}\n`);
// An adapter of the user's own may leave a timer or a socket open.
end(out.failure !== null && code === EXIT.ok ? EXIT.failed : code);
