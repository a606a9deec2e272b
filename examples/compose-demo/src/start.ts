// Runs both servers as local processes on free ports: starts the receiver, runs the transmitter, and stops both. A
// comparison needs no receiver, because each of its rounds starts processes of its own.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { RUN_FLAGS } from "./arguments.js";
import { endWithProcess } from "./end-with-process.js";
import type { Environment } from "./environment.js";
import { EXIT } from "./failure.js";
import { loadImage } from "./image.js";
import { runProgram } from "./program.js";
import { Results } from "./results.js";
import { makeToken } from "./secrets.js";
import {
  PORT_VARIABLES,
  receiverSettings,
  type TransmitterSettings,
  transmitterSettings,
} from "./settings.js";
import { onEndingSignal, SIGNAL_EXIT } from "./signals.js";

/** How long the programs may take to end. A run that is interrupted still writes its results. */
const STOP_TIMEOUT_MS = 10_000;

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
  const defaults: Environment = { ...ports, RECEIVER_TOKEN: makeToken() };
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

/** The programs that `start` has started. They end with it. */
class Programs {
  /** The first signal. It is passed on to the transmitter, which ends its run and saves what was measured. */
  signalled: NodeJS.Signals | undefined;
  #receiver: ChildProcess | undefined;
  #transmitter: ChildProcess | undefined;

  constructor() {
    onEndingSignal(
      (signal) => {
        this.signalled = signal;
        if (this.#transmitter) this.#transmitter.kill(signal);
        else this.stopReceiver();
        // A program that is stopped does not hear it.
        setTimeout(() => this.#kill(), STOP_TIMEOUT_MS).unref();
      },
      (code) => {
        this.#kill();
        process.exit(code);
      },
    );
  }

  receiver(env: NodeJS.ProcessEnv): ChildProcess {
    this.#receiver = fork(program("receiver"), { env });
    endWithProcess(this.#receiver);
    return this.#receiver;
  }

  /** Runs the transmitter, and resolves with its exit code. */
  async transmit(args: readonly string[], env: NodeJS.ProcessEnv, kept: Results): Promise<number> {
    const transmitter = fork(program("transmitter"), args, { env });
    this.#transmitter = transmitter;
    endWithProcess(transmitter);
    const code = await exitCode(transmitter);
    if (transmitter.signalCode !== null) stoppedBy(transmitter.signalCode, kept);
    return code;
  }

  stopReceiver(): void {
    if (this.#receiver?.connected) this.#receiver.disconnect();
    // While it starts, it does not listen yet. Later, this does nothing.
    this.#receiver?.kill("SIGTERM");
    setTimeout(() => this.#kill(), STOP_TIMEOUT_MS).unref();
  }

  #kill(): void {
    for (const child of [this.#transmitter, this.#receiver]) child?.kill("SIGKILL");
  }
}

async function start(args: readonly string[]): Promise<number> {
  const { compare, kept } = await checkSettings(args);
  const programs = new Programs();
  // Without a host, the receivers of a comparison are processes of its own.
  if (compare) return programs.transmit(args, { ...process.env, RECEIVER_HOST: "" }, kept);
  return startBoth(args, kept, programs);
}

async function startBoth(args: readonly string[], kept: Results, programs: Programs): Promise<number> {
  const env = childEnvironment();
  const receiver = programs.receiver(env);
  const url = await listening(receiver);
  if (url === undefined || programs.signalled !== undefined) {
    const code = await exitCode(receiver);
    // A receiver that ended by itself has said why.
    const by = programs.signalled ?? receiver.signalCode;
    if (by === null) return code;
    stoppedBy(by, kept);
    return SIGNAL_EXIT[by] ?? EXIT.failed;
  }
  const { hostname, port } = new URL(url);
  const address: Environment = {
    RECEIVER_HOST: hostname.replace(/^\[|\]$/g, ""),
    RECEIVER_CONTROL_PORT: port,
  };
  const code = await programs.transmit(args, { ...env, ...address }, kept);
  programs.stopReceiver();
  await exitCode(receiver);
  return code;
}

await runProgram(RUN_FLAGS, start);
