// The environment variables of the demo, and their names in error messages.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { mistakesBetween } from "@wireduel/core/adapter";
import { SettingError } from "./failure.js";

/** The demo's folder. The path is the same from src/ and from dist/. */
export const demoFolder: string = fileURLToPath(new URL("..", import.meta.url));

/** The variables that users set, each with what `--help` says about it. `.env.example` says more. */
export const USER_VARIABLES = {
  IMAGE_PATH: "the image to send; default: a photograph of 282,531 bytes",
  IMAGE_COUNT: "how many times to send it; default: 10, with --compare as often as fits",
  IMAGE_DELAY_MS: "pause after each image; default: 1000, with --compare 0",
  WARMUP_COUNT: "images before the measured ones; default: 20, with --compare 30",
  ADAPTERS: "what to send over, separated by commas, or all, or compare; default: ws,grpc",
  COMPARE_SECONDS: "how long --compare measures; default: 100",
  TRANSMITTERS: "how many transmitters share the images; default: one, with a run of its own",
  NETWORK: "lan, wan, or delay in ms, jitter in ms and Mbit/s; default: none",
  RESULTS_DIR: "where the results go; default: results, in the folder of the demo",
  RECEIVER_HOST: "the host that the transmitter connects to",
  RECEIVER_BIND: "the address that the receiver listens on",
  RECEIVER_CONTROL_PORT: "the port of the receiver's control server",
  RECEIVER_WS_PORT: "the receiver's port for WebSocket",
  RECEIVER_GRPC_PORT: "the receiver's port for gRPC",
  RECEIVER_TCP_PORT: "the receiver's port for TCP",
  RECEIVER_HTTP_PORT: "the receiver's port for HTTP",
  RECEIVER_TOKEN: "the secret that the transmitter must send",
  SECRETS_DIR: "where the receiver keeps a token and a certificate of its own; control is then encrypted",
} as const;

/** The variables that others set. */
export const OTHER_VARIABLES = {
  /** `1` in a container of compose.yaml. */
  IN_COMPOSE: "compose.yaml",
  /** The image's path inside the container. */
  IMAGE_MOUNT: "compose.yaml",
  /** `RESULTS_DIR` and the folder in which Compose runs, as paths outside the container. */
  RESULTS_OUTSIDE: "compose.yaml",
  FOLDER_OUTSIDE: "compose.yaml",
  /** The host of the coordinator that transmitters join, and the address on which it listens. */
  COORDINATOR_HOST: "compose.yaml",
  COORDINATOR_BIND: "compose.yaml",
  /** The user's working directory. pnpm runs scripts in the package's folder. */
  INIT_CWD: "pnpm",
} as const;

export type VariableName = keyof typeof USER_VARIABLES | keyof typeof OTHER_VARIABLES;

/** All variables that the demo reads. A test checks that `.env.example` names them. */
export const VARIABLE_NAMES = [
  ...Object.keys(USER_VARIABLES),
  ...Object.keys(OTHER_VARIABLES),
] as readonly VariableName[];

/** An environment with only the variables of the demo. */
export type Environment = { readonly [Name in VariableName]?: string | undefined };

/** The value of a variable. Empty means unset, because Compose passes unset variables as empty ones. */
export function given(env: Environment, name: VariableName): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

/** Reads `.env` in the demo's folder, if it exists. Variables that are already set take precedence. */
export function loadEnvironmentFile(): void {
  const file = resolve(demoFolder, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * Refuses a variable whose name is almost one of the demo's. Otherwise it would be ignored silently. All other
 * names belong to other programs.
 * @throws SettingError
 */
export function refuseMisspelt(env: NodeJS.ProcessEnv): void {
  const names: readonly string[] = VARIABLE_NAMES;
  for (const name of Object.keys(env)) {
    if (names.includes(name) || name.length > LONGEST_NAME) continue;
    const meant = Object.keys(USER_VARIABLES).find((known) => isAlmost(name.toUpperCase(), known));
    if (meant !== undefined) throw new SettingError(name, `unknown variable; did you mean ${meant}?`);
  }
}

const LONGEST_NAME = 40;
/** Long names may have two mistakes. In a short one, two letters are too much of the name. */
const LONG_NAME = 10;

/** Whether a name has a typing mistake, or lacks its last word: `IMAGE_DELAY`. One word alone is too common. */
function isAlmost(name: string, known: string): boolean {
  if (name.includes("_") && known.startsWith(`${name}_`)) return true;
  return mistakesBetween(name, known) <= (name.length < LONG_NAME ? 1 : 2);
}
