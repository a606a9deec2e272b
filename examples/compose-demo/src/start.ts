// Runs both servers as local processes on free ports: starts the receiver, runs the transmitter, and stops both. A
// comparison needs no receiver, because each of its rounds starts processes of its own.
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { RUN_FLAGS } from "./arguments.js";
import type { Environment } from "./environment.js";
import { EXIT, SIGNAL_EXIT } from "./failure.js";
import { loadImage } from "./image.js";
import { runProgram } from "./program.js";
import { Results } from "./results.js";
import {
  PORT_VARIABLES,
  receiverSettings,
  type TransmitterSettings,
  transmitterSettings,
} from "./settings.js";

const STOP_TIMEOUT_MS = 5_000;

/** The file of another program of the demo: TypeScript in src/, JavaScript in dist/. */
function program(name: "receiver" | "transmitter"): string {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url));
}

/** Checks all settings before anything starts. */
async function checkSettings(args: readonly string[]): Promise<TransmitterSettings & { kept: Results }> {
  const settings = transmitterSettings(process.env, args);
  receiverSettings(process.env);
  await loadImage(settings.image);
  return { ...settings, kept: new Results(settings.results) };
}

/** Free ports and a new token, unless the user has set them. */
function childEnvironment(): NodeJS.ProcessEnv {
  const ports = Object.fromEntries(PORT_VARIABLES.map((name) => [name, "0"]));
  const defaults: Environment = { ...ports, RECEIVER_TOKEN: randomBytes(16).toString("hex") };
  const chosen = Object.entries(process.env).filter(([, value]) => value?.trim());
  return { ...defaults, ...Object.fromEntries(chosen) };
}

/** Resolves with the receiver's control URL, or with undefined if it exits before it listens. */
function listening(receiver: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    receiver.once("message", (message: { url: string }) => resolve(message.url));
    receiver.once("exit", () => resolve(undefined));
  });
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    const ended = () => resolve(child.exitCode ?? SIGNAL_EXIT[child.signalCode ?? ""] ?? EXIT.failed);
    if (child.exitCode !== null || child.signalCode !== null) ended();
    else child.once("exit", ended);
  });
}

/** For a signal that the transmitter did not handle: it came too early, or it was SIGKILL. */
function stoppedBy(signal: string, { partial }: Pick<Results, "partial">): void {
  const kept = partial === null ? "nothing was measured" : `what was finished is in ${partial}`;
  process.stderr.write(`compose-demo: stopped by ${signal}; ${kept}\n`);
}

async function start(args: readonly string[]): Promise<number> {
  const { compare, kept } = await checkSettings(args);
  return compare ? startComparison(args, kept) : startBoth(args, kept);
}

/** Runs the transmitter alone. */
async function startComparison(args: readonly string[], kept: Results): Promise<number> {
  // Without a host, its receivers are processes of its own.
  const env: NodeJS.ProcessEnv = { ...process.env, RECEIVER_HOST: "" };
  const transmitter = fork(program("transmitter"), args, { env });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => transmitter.kill(signal));
  const code = await exitCode(transmitter);
  if (transmitter.signalCode !== null) stoppedBy(transmitter.signalCode, kept);
  return code;
}

async function startBoth(args: readonly string[], kept: Results): Promise<number> {
  const env = childEnvironment();

  const receiver = fork(program("receiver"), { env });
  let transmitter: ChildProcess | undefined;
  let signalled: string | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      signalled ??= signal;
      // The transmitter ends its run and saves what was measured. The receiver stops after it.
      if (transmitter) transmitter.kill(signal);
      else receiver.kill("SIGTERM");
    });
  }
  const url = await listening(receiver);
  if (url === undefined || signalled !== undefined) {
    const code = await exitCode(receiver);
    // A receiver that ended by itself has said why.
    const by = signalled ?? receiver.signalCode;
    if (by === null) return code;
    stoppedBy(by, kept);
    return SIGNAL_EXIT[by] ?? EXIT.failed;
  }
  const { hostname, port } = new URL(url);
  const address: Environment = {
    RECEIVER_HOST: hostname.replace(/^\[|\]$/g, ""),
    RECEIVER_CONTROL_PORT: port,
  };
  transmitter = fork(program("transmitter"), args, { env: { ...env, ...address } });
  const code = await exitCode(transmitter);
  if (transmitter.signalCode !== null) stoppedBy(transmitter.signalCode, kept);

  if (receiver.connected) receiver.disconnect();
  const kill = setTimeout(() => receiver.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exitCode(receiver);
  clearTimeout(kill);
  return code;
}

await runProgram(RUN_FLAGS, start);
