import { isDeepStrictEqual } from "node:util";
import { type Codec, isCodec } from "../codec/codec.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { isObject } from "../options/kinds.js";
import type { UnixSocket } from "../options/unix-socket-option.js";
import type { JsonObject } from "../result/json.js";
import type { Encryption, TlsSettings } from "../tls/tls-settings.js";
import type { Adapter, AppliedProfile, Direction } from "./contract.js";
import { codecsOf } from "./define-adapter.js";
import { importDefault, LOAD_TIMEOUT_MS } from "./import-default.js";
import { IF_BUNDLED } from "./own-files.js";

/** An adapter as plain data. Another process can create the same adapter from it. */
export interface AdapterData {
  /** The protocol's name. */
  readonly name: string;
  readonly options: JsonObject;
  readonly codec: string;
  readonly direction: Direction;
  readonly encryption: Encryption;
  /** For processes on this machine only. It is never sent to another host. */
  readonly local?: LocalAdapterData;
}

/** The part of an adapter's data that is only for processes on the same machine. */
export interface LocalAdapterData {
  /** The protocol's module. */
  readonly module: string | undefined;
  /** The codec's module. Undefined for built-in codecs and codecs of the protocol. */
  readonly codecModule: string | undefined;
  readonly tls: TlsSettings | null;
  readonly unixSocket: UnixSocket | null;
  readonly profile: AppliedProfile | null;
  readonly label: string;
  readonly automaticLabel: boolean;
  readonly chosen: readonly string[];
  /** How long a module may take to load. */
  readonly loadTimeoutMs: number;
}

/**
 * Converts an adapter to plain data. `adapterFrom` is the inverse.
 * @param loadTimeoutMs how long a module may take to load at the other end. Default: 10,000.
 */
export function adapterData(
  { protocol, ...adapter }: Adapter,
  loadTimeoutMs: number = LOAD_TIMEOUT_MS,
): AdapterData {
  const { options, codec, direction, tls, unixSocket, profile, label, automaticLabel, chosen } = adapter;
  const ofReports = { profile, label, automaticLabel, chosen };
  const { module } = protocol;
  return {
    name: protocol.name,
    options,
    codec: codec.name,
    direction,
    encryption: tls?.kind ?? "none",
    local: { module, codecModule: codec.module, tls, unixSocket, loadTimeoutMs, ...ofReports },
  };
}

/** The modules that another process loads for an adapter. */
export function modulesOf({ protocol, codec }: Pick<Adapter, "protocol" | "codec">): string[] {
  return [protocol.module, codec.module].filter((module) => module !== undefined);
}

/**
 * Creates an adapter from plain data, with the factory that its module exports.
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`, or what the factory throws for invalid options
 */
export async function adapterFrom(data: AdapterData): Promise<Adapter> {
  const { name, local } = data;
  if (local?.module === undefined) throw notLoadable(`${name} has no module to load`);
  const { tls, unixSocket, profile, label, automaticLabel, chosen, codecModule, loadTimeoutMs } = local;
  const made = await makeAdapter(name, local.module, data.options, loadTimeoutMs);
  const codec =
    codecModule === undefined
      ? findCodec(made, data.codec, [])
      : await importCodec(data.codec, codecModule, loadTimeoutMs);
  const ofReports = { profile, label, automaticLabel, chosen };
  return { ...made, codec, direction: data.direction, tls, unixSocket, ...ofReports };
}

/**
 * Creates an adapter with the factory that a module exports as default.
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`, or what the factory throws for invalid options
 */
export async function makeAdapter(
  name: string,
  module: string,
  options: JsonObject,
  timeoutMs?: number,
): Promise<Adapter> {
  const factory = await importDefault(name, module, timeoutMs);
  if (typeof factory !== "function") {
    throw notLoadable(
      `${name}: the default export of ${module} is not an adapter factory, so another process cannot create the ` +
        'adapter; export the factory as default from its own module, or use one round with `receiver: "inline"`' +
        IF_BUNDLED,
    );
  }
  const made: unknown = factory(options);
  if (!isAdapter(made)) throw notLoadable(`${name}: the factory of ${module} does not return an adapter`);
  if (made.protocol.name === name) return made;
  throw notLoadable(`${name}: the default export of ${module} makes adapters of ${made.protocol.name}`);
}

/**
 * Finds a codec by name: a codec of the adapter, or one of `registered`.
 * @param who looks for it, in messages
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`
 */
export function findCodec(
  { protocol }: Adapter,
  name: string,
  registered: readonly Codec[],
  who = "this process",
): Codec {
  const found = [...codecsOf(protocol), ...registered].find((codec) => codec.name === name);
  if (found) return found;
  throw notLoadable(`${who} has no codec "${name}" for ${protocol.name}`);
}

async function importCodec(name: string, module: string, timeoutMs: number): Promise<Codec> {
  const codec = await importDefault(`codec ${name}`, module, timeoutMs);
  if (isCodec(codec) && codec.name === name) return codec;
  throw notLoadable(`the default export of ${module} is not the codec "${name}"`);
}

/** Whether options are unchanged by a JSON round trip. They are sent to other processes as JSON. */
export function survivesJson(options: JsonObject): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(options)), options);
}

/** Whether a value is an adapter, as returned by a factory of `defineAdapter`. */
export function isAdapter(value: unknown): value is Adapter {
  if (!isObject(value)) return false;
  const { protocol, options, codec, supports } = value as Partial<Adapter>;
  return (
    isObject(protocol) &&
    typeof protocol.name === "string" &&
    typeof protocol.dial === "function" &&
    isObject(options) &&
    isObject(supports) &&
    isObject(codec)
  );
}

function notLoadable(message: string): WireduelError {
  return new WireduelError("ADAPTER_NOT_LOADABLE", message);
}
