// Both servers as local processes on free ports: starts the receiver, runs the transmitter, stops both.
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { explainFailure, SIGNAL_EXIT } from "./exit.js";
import { loadImage } from "./image.js";
import { loadEnvironmentFile, receiverSettings, transmitterSettings } from "./settings.js";

const STOP_TIMEOUT_MS = 5_000;

const program = (name: string) => {
  return fileURLToPath(
    new URL(import.meta.url.endsWith(".ts") ? `./${name}.ts` : `./${name}.js`, import.meta.url),
  );
};

/** Resolves with the receiver's control URL, or undefined if it ended before it listened. */
function listening(receiver: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    receiver.once("message", (message: { url: string }) => resolve(message.url));
    receiver.once("exit", () => resolve(undefined));
  });
}

function exitCode(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? SIGNAL_EXIT[signal ?? ""] ?? 1));
  });
}

async function start(): Promise<number> {
  loadEnvironmentFile();
  // Bad settings are said before anything starts.
  const { imagePath, imageName } = transmitterSettings(process.env, process.argv.slice(2));
  await loadImage(imagePath, imageName);
  receiverSettings(process.env);

  // Free ports and a token of their own, unless the user chose.
  const env: NodeJS.ProcessEnv = { RECEIVER_TOKEN: randomBytes(16).toString("hex") };
  for (const port of ["CONTROL", "WS", "GRPC", "TCP"]) env[`RECEIVER_${port}_PORT`] = "0";
  for (const [name, value] of Object.entries(process.env)) if (value?.trim()) env[name] = value;

  const receiver = fork(program("receiver"), { env });
  let transmitter: ChildProcess | undefined;
  let stoppedBy: string | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stoppedBy ??= signal;
      // The transmitter ends the run and keeps what was measured; the receiver goes when it has.
      if (transmitter) transmitter.kill(signal);
      else receiver.kill("SIGTERM");
    });
  }
  const url = await listening(receiver);
  if (url === undefined || stoppedBy !== undefined) {
    const code = await exitCode(receiver);
    return SIGNAL_EXIT[stoppedBy ?? ""] ?? code;
  }
  const { hostname, port } = new URL(url);
  transmitter = fork(program("transmitter"), process.argv.slice(2), {
    env: { ...env, RECEIVER_HOST: hostname.replace(/^\[|\]$/g, ""), RECEIVER_CONTROL_PORT: port },
  });
  const code = await exitCode(transmitter);

  if (receiver.connected) receiver.disconnect();
  const kill = setTimeout(() => receiver.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exitCode(receiver);
  clearTimeout(kill);
  return code;
}

process.exitCode = await start().catch(explainFailure);
