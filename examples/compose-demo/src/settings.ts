// The settings of the two servers, from the environment and the command line.
import { resolve } from "node:path";
import type { NetworkOption } from "@wireduel/core";
import { didYouMean } from "@wireduel/core/adapter";
import { flagsOf, RUN_FLAGS } from "./arguments.js";
import { demoFolder, type Environment, given, type VariableName } from "./environment.js";
import { badValue } from "./failure.js";
import { COMPARED, isVariantName, VARIANT_NAMES, type VariantName } from "./variants.js";

/** The receiver's default ports. */
const PORTS = {
  RECEIVER_CONTROL_PORT: 4000,
  RECEIVER_WS_PORT: 4001,
  RECEIVER_GRPC_PORT: 4002,
  RECEIVER_TCP_PORT: 4003,
  RECEIVER_HTTP_PORT: 4004,
} as const satisfies { [Name in VariableName]?: number };

export const PORT_VARIABLES = Object.keys(PORTS) as (keyof typeof PORTS)[];

const DEFAULTS = { count: 10, delayMs: 1_000, warmup: 20 };
/** `--compare` sends back to back, as often as fits, over connections that are warm. */
const COMPARE_DEFAULTS = { count: undefined, delayMs: 0, warmup: 30 };
/** With starting and stopping, a comparison then takes less than two minutes. */
const COMPARE_SECONDS = 100;
const A_DAY_IN_SECONDS = 86_400;

/** A path, and how messages show it. In a container, the path differs from the one that the user gave. */
export interface ShownPath {
  readonly path: string;
  readonly shownAs: string;
}

/** Where the receiving server is, and how to be let in. */
export interface ReceiverPlace {
  readonly url: string;
  /** Undefined: the one in `secrets`, if there is any. */
  readonly token: string | undefined;
  /** The folder with the receiver's token and certificate. Undefined: control is not encrypted. */
  readonly secrets: string | undefined;
}

/** Settings of the transmitter. */
export interface TransmitterSettings {
  /** Null: the picture that comes with the demo. */
  readonly image: ShownPath | null;
  /** Undefined: as often as fits into the time of a comparison. */
  readonly imageCount: number | undefined;
  readonly delayMs: number;
  readonly warmupCount: number;
  /** The network to emulate between the two servers. Undefined: none. */
  readonly network: NetworkOption | undefined;
  /** Whether to compare by several rounds in fresh processes. */
  readonly compare: boolean;
  /** How long a comparison may take. Undefined: the run has one round. */
  readonly budgetMs: number | undefined;
  /** The last sentence of the report: what to do next. */
  readonly hint: string | undefined;
  readonly variants: readonly VariantName[];
  readonly results: ShownPath;
  /** The receiving server. `process`: a comparison starts processes of its own. */
  readonly receiver: "process" | ReceiverPlace;
}

/** Settings of the receiver. */
export interface ReceiverSettings {
  readonly bind: string;
  readonly controlPort: number;
  readonly ports: Readonly<Record<"ws" | "grpc" | "tcp" | "http", number>>;
  readonly token: string | undefined;
  /** The folder with its token and certificate. Undefined: control is not encrypted. */
  readonly secrets: string | undefined;
}

/**
 * Reads the transmitter's settings.
 * @throws SettingError
 */
export function transmitterSettings(env: Environment, args: readonly string[]): TransmitterSettings {
  const flags = flagsOf(args, RUN_FLAGS);
  const adapters = given(env, "ADAPTERS");
  const compare = flags.has("--compare") || flags.has("--explain") || isCompare(adapters);
  const defaults = compare ? COMPARE_DEFAULTS : DEFAULTS;
  const seconds = integer(env, "COMPARE_SECONDS", COMPARE_SECONDS, 1, A_DAY_IN_SECONDS);
  return {
    image: imageOf(env),
    imageCount: integer(env, "IMAGE_COUNT", defaults.count, 1, 1_000_000),
    delayMs: integer(env, "IMAGE_DELAY_MS", defaults.delayMs, 0, 3_600_000),
    warmupCount: integer(env, "WARMUP_COUNT", defaults.warmup, 0, 1_000_000),
    network: networkOf(given(env, "NETWORK")),
    compare,
    budgetMs: compare ? 1_000 * seconds : undefined,
    hint: hintOf(env, compare, adapters),
    variants: compare ? comparedOf(adapters) : variantsOf(adapters ?? "ws,grpc"),
    results: resultsOf(env),
    receiver: receiverOf(env, compare),
  };
}

/** What to do next. */
function hintOf(env: Environment, compare: boolean, adapters: string | undefined): string | undefined {
  if (!compare) {
    if (!inCompose(env)) return "See `start --compare`.";
    const transmitters = given(env, "TRANSMITTERS");
    if (transmitters === undefined) return "See `ADAPTERS=compare docker compose up`.";
    return `See \`TRANSMITTERS=${transmitters} ADAPTERS=compare docker compose up coordinator\`.`;
  }
  const chosen = adapters !== undefined && !isCompare(adapters);
  return chosen
    ? undefined
    : "Compare others, or longer: `ADAPTERS=ws-tuned,grpc-tuned COMPARE_SECONDS=600`.";
}

/** `explain` is the earlier name of `compare`. */
function isCompare(adapters: string | undefined): boolean {
  return adapters === "compare" || adapters === "explain";
}

/** What a comparison compares: at least two. */
function comparedOf(adapters: string | undefined): readonly VariantName[] {
  if (adapters === undefined || isCompare(adapters)) return COMPARED;
  const variants = variantsOf(adapters);
  if (variants.length > 1) return variants;
  throw badValue("ADAPTERS", "at least two names with --compare", JSON.stringify(adapters));
}

/** A comparison on one machine has fresh processes for each round. Between two hosts it needs the receiving server. */
function receiverOf(env: Environment, compare: boolean): TransmitterSettings["receiver"] {
  const host = given(env, "RECEIVER_HOST");
  const controlPort = port(env, "RECEIVER_CONTROL_PORT");
  if (compare && host === undefined) return "process";
  const name = host ?? "127.0.0.1";
  const secrets = secretsOf(env);
  const scheme = secrets === undefined ? "http" : "https";
  const url = `${scheme}://${name.includes(":") ? `[${name}]` : name}:${controlPort}`;
  return { url, token: given(env, "RECEIVER_TOKEN"), secrets };
}

/**
 * Reads the receiver's settings.
 * @throws SettingError
 */
export function receiverSettings(env: Environment): ReceiverSettings {
  return {
    bind: given(env, "RECEIVER_BIND") ?? "127.0.0.1",
    controlPort: port(env, "RECEIVER_CONTROL_PORT"),
    ports: {
      ws: port(env, "RECEIVER_WS_PORT"),
      grpc: port(env, "RECEIVER_GRPC_PORT"),
      tcp: port(env, "RECEIVER_TCP_PORT"),
      http: port(env, "RECEIVER_HTTP_PORT"),
    },
    token: given(env, "RECEIVER_TOKEN"),
    secrets: secretsOf(env),
  };
}

/** Whether this program runs in a container of compose.yaml. */
export function inCompose(env: Environment): boolean {
  return given(env, "IN_COMPOSE") === "1";
}

function imageOf(env: Environment): ShownPath | null {
  const named = given(env, "IMAGE_PATH");
  if (named === undefined) return null;
  const path = given(env, "IMAGE_MOUNT") ?? fromUser(env, named);
  return { path, shownAs: path === named ? path : `${named} (${path})` };
}

function resultsOf(env: Environment): ShownPath {
  const path = fromUser(env, given(env, "RESULTS_DIR") ?? resolve(demoFolder, "results"));
  const outside = given(env, "RESULTS_OUTSIDE");
  const shownAs = outside === undefined ? path : resolve(given(env, "FOLDER_OUTSIDE") ?? "/", outside);
  return { path, shownAs };
}

/** The folder with the receiver's secrets. Undefined: there is none. */
export function secretsOf(env: Environment): string | undefined {
  const folder = given(env, "SECRETS_DIR");
  return folder === undefined ? undefined : fromUser(env, folder);
}

/** Resolves a path relative to the user's working directory. */
function fromUser(env: Environment, path: string): string {
  return resolve(given(env, "INIT_CWD") ?? process.cwd(), path);
}

/**
 * A whole number.
 * @throws SettingError
 */
export function integer<Fallback extends number | undefined>(
  env: Environment,
  name: VariableName,
  fallback: Fallback,
  min: number,
  max: number,
): number | Fallback {
  const text = given(env, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw badValue(name, `a whole number from ${min} to ${max}`, JSON.stringify(text));
}

function port(env: Environment, name: keyof typeof PORTS): number {
  return integer(env, name, PORTS[name], 0, 65_535);
}

/** Parses a network: a name, or delay and jitter in milliseconds and rate in Mbit/s. */
function networkOf(text: string | undefined): NetworkOption | undefined {
  if (text === undefined || text === "lan" || text === "wan") return text;
  const numbers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [delayMs = Number.NaN, jitterMs = 0, rateMbps = 1_000] = numbers;
  const valid =
    numbers.length <= 3 &&
    jitterMs >= 0 &&
    jitterMs <= delayMs &&
    delayMs <= 10_000 &&
    rateMbps >= 0.01 &&
    rateMbps <= 100_000;
  if (!valid) {
    const wanted = "lan, wan, or delay in ms, jitter in ms and rate in Mbit/s, such as 20 or 20,1,100";
    throw badValue("NETWORK", wanted, JSON.stringify(text) + didYouMean(text, ["lan", "wan"], String));
  }
  return { delayMs, jitterMs, ...(numbers.length === 3 ? { rateMbps } : {}) };
}

function variantsOf(list: string): readonly VariantName[] {
  if (list === "all") return VARIANT_NAMES;
  const names = list.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !isVariantName(name));
  if (unknown !== undefined) {
    const wanted = `compare, all, or names separated by commas (${VARIANT_NAMES.join(", ")})`;
    const meant = didYouMean(unknown, ["compare", "all", ...VARIANT_NAMES], String);
    throw badValue("ADAPTERS", wanted, JSON.stringify(unknown) + meant);
  }
  return names as VariantName[];
}
