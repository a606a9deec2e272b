import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { NetworkOption } from "@wireduel/core";
import { isVariantName, VARIANT_NAMES, type VariantName } from "./variants.js";

/** The demo's own folder, from src/ and from dist/. */
export const demoFolder: string = fileURLToPath(new URL("..", import.meta.url));

/** A setting that cannot be used: one line for the user, and exit code 2. */
export class SettingError extends Error {
  override readonly name = "SettingError";

  constructor(variable: string, wanted: string, got: string) {
    super(`${variable}: expected ${wanted}, got ${got}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the transmitter is told. */
export interface TransmitterSettings {
  /** Null: the picture that comes with the demo. */
  readonly imagePath: string | null;
  /** The name for it in messages, where the container sees it under another. */
  readonly imageName: string | null;
  readonly imageCount: number;
  readonly delayMs: number;
  readonly warmupCount: number;
  /** Undefined: none between the two servers. */
  readonly network: NetworkOption | undefined;
  readonly explain: boolean;
  /** What a reader can do next. */
  readonly hint: string;
  readonly variants: readonly VariantName[];
  readonly resultsDir: string;
  /** The same folder as the user's machine knows it, where that differs. */
  readonly resultsShownAs: string;
  readonly receiverUrl: string;
  readonly token: string | undefined;
}

/** What the receiver is told. */
export interface ReceiverSettings {
  readonly bind: string;
  readonly controlPort: number;
  readonly ports: { readonly ws: number; readonly grpc: number; readonly tcp: number };
  readonly token: string | undefined;
}

/** The ports that the receiver takes where none are set. */
const PORTS = { control: 4000, ws: 4001, grpc: 4002, tcp: 4003 };

/** The comparison of `--explain` asks where the time goes once all is warm, so it does not pause between images. */
const EXPLAIN_DEFAULTS = { count: 30, delayMs: 0, warmup: 100 };
const DEFAULTS = { count: 10, delayMs: 1_000, warmup: 20 };

/** Reads `.env` beside the demo, if there is one; what the environment has already wins. */
export function loadEnvironmentFile(): void {
  const file = resolve(demoFolder, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** @throws SettingError */
export function transmitterSettings(env: Environment, args: readonly string[]): TransmitterSettings {
  const unknown = args.find((arg) => arg !== "--explain");
  if (unknown !== undefined)
    throw new SettingError("argument", "--explain, or none", JSON.stringify(unknown));
  const explain = args.includes("--explain") || env.ADAPTERS?.trim() === "explain";
  const defaults = explain ? EXPLAIN_DEFAULTS : DEFAULTS;
  const imagePath = given(env, "IMAGE_PATH");
  const resultsDir = fromUser(env, given(env, "RESULTS_DIR")) ?? resolve(demoFolder, "results");
  const host = given(env, "RECEIVER_HOST") ?? "127.0.0.1";
  return {
    // A container sees the image where it is mounted, whatever its path outside.
    imagePath:
      imagePath === undefined ? null : (given(env, "IMAGE_MOUNT") ?? (fromUser(env, imagePath) as string)),
    imageName: imagePath ?? null,
    imageCount: integer(env, "IMAGE_COUNT", defaults.count, 1, 1_000_000),
    delayMs: integer(env, "IMAGE_DELAY_MS", defaults.delayMs, 0, 3_600_000),
    warmupCount: integer(env, "WARMUP_COUNT", defaults.warmup, 0, 1_000_000),
    network: networkOf(given(env, "NETWORK")),
    explain,
    hint: inCompose(env) ? "See `ADAPTERS=explain docker compose up`." : "See `start --explain`.",
    variants: explain ? VARIANT_NAMES : variantList(given(env, "ADAPTERS") ?? "ws,grpc"),
    resultsDir,
    resultsShownAs: shownResultsDir(env) ?? resultsDir,
    receiverUrl: `http://${host.includes(":") ? `[${host}]` : host}:${port(env, "RECEIVER_CONTROL_PORT", PORTS.control)}`,
    token: given(env, "RECEIVER_TOKEN"),
  };
}

/** @throws SettingError */
export function receiverSettings(env: Environment): ReceiverSettings {
  return {
    bind: given(env, "RECEIVER_BIND") ?? "127.0.0.1",
    controlPort: port(env, "RECEIVER_CONTROL_PORT", PORTS.control),
    ports: {
      ws: port(env, "RECEIVER_WS_PORT", PORTS.ws),
      grpc: port(env, "RECEIVER_GRPC_PORT", PORTS.grpc),
      tcp: port(env, "RECEIVER_TCP_PORT", PORTS.tcp),
    },
    token: given(env, "RECEIVER_TOKEN"),
  };
}

/** Whether this runs in a container of compose.yaml. */
export function inCompose(env: Environment): boolean {
  return env.IN_COMPOSE === "1";
}

/** Set and not empty: Compose passes an unset variable on as an empty one. */
function given(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

/** A path is meant from the folder that the user typed in, which pnpm leaves for the package's own. */
function fromUser(env: Environment, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(env.INIT_CWD ?? process.cwd(), path);
}

/** A container writes to where the folder is mounted; the user knows it by its path outside. */
function shownResultsDir(env: Environment): string | undefined {
  const outside = given(env, "RESULTS_OUTSIDE");
  return outside && resolve(given(env, "FOLDER_OUTSIDE") ?? "/", outside);
}

function integer(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const text = given(env, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new SettingError(name, `a whole number from ${min} to ${max}`, JSON.stringify(text));
}

function port(env: Environment, name: string, fallback: number): number {
  return integer(env, name, fallback, 0, 65_535);
}

/** A name, or numbers: delay and jitter in milliseconds, rate in Mbit/s. */
function networkOf(text: string | undefined): NetworkOption | undefined {
  if (text === undefined || text === "lan" || text === "wan") return text;
  const numbers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [delayMs = Number.NaN, jitterMs = 0, rateMbps = 1_000] = numbers;
  const good =
    numbers.length <= 3 &&
    jitterMs >= 0 &&
    jitterMs <= delayMs &&
    delayMs <= 10_000 &&
    rateMbps >= 0.01 &&
    rateMbps <= 100_000;
  if (!good) {
    const wanted =
      "lan, wan, or a delay in ms, its jitter in ms and a rate in Mbit/s, such as 20 or 20,1,100";
    throw new SettingError("NETWORK", wanted, JSON.stringify(text));
  }
  return { delayMs, jitterMs, ...(numbers.length === 3 ? { rateMbps } : {}) };
}

function variantList(list: string): VariantName[] {
  const names = list.split(",").map((name) => name.trim());
  for (const name of names) {
    if (isVariantName(name)) continue;
    throw new SettingError(
      "ADAPTERS",
      `names from ${VARIANT_NAMES.join(", ")}, with commas between them, or explain`,
      JSON.stringify(name),
    );
  }
  return names as VariantName[];
}
