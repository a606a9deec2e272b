import { isDeepStrictEqual } from "node:util";
import type { Codec } from "../codec/codec.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { JsonObject } from "../result/json.js";
import { type AgreeingEnds, servedTls } from "../tls/served-tls.js";
import { type AdapterData, findCodec, makeAdapter } from "./adapter-data.js";
import type { Adapter } from "./contract.js";
import { factoryOf } from "./define-adapter.js";

/** The adapters and codecs that this process gives to other hosts. */
export interface Registered {
  /** Of different protocols. */
  readonly adapters: readonly Adapter[];
  readonly codecs: readonly Codec[];
}

/**
 * Finds the adapter that another host names: a registered adapter, with the options of the other host and the certificates of
 * this one. A module that another host names is never loaded.
 *
 * @throws WireduelError `UNKNOWN_ADAPTER`, `ADAPTER_NOT_LOADABLE`, `INVALID_OPTION`
 */
export async function registeredAdapter(
  { adapters, codecs }: Registered,
  wanted: AdapterData,
  ends: AgreeingEnds,
): Promise<Adapter> {
  const { name, direction } = wanted;
  const registered = adapters.find(({ protocol }) => protocol.name === name);
  if (registered === undefined) {
    const names = adapters.map(({ protocol }) => protocol.name).join(", ");
    throw new WireduelError("UNKNOWN_ADAPTER", `${ends.here} has no adapter "${name}"; it has ${names}`);
  }
  const tls = servedTls(name, wanted.encryption, registered.tls, ends);
  const made = await withOptions(registered, wanted.options, ends);
  if (direction === "push" && !made.supports.push) {
    throw new WireduelError("INVALID_OPTION", `${name} does not support push with these options`);
  }
  return { ...made, codec: findCodec(made, wanted.codec, codecs, ends.here), direction, tls };
}

/**
 * Creates the registered adapter with the given options. Its own factory does not load its module again: this process may have
 * no loader for its language. Without a factory and a module, only the registered options are possible.
 */
async function withOptions(
  registered: Adapter,
  options: JsonObject,
  { here }: AgreeingEnds,
): Promise<Adapter> {
  const { protocol } = registered;
  const factory = factoryOf(protocol);
  if (factory !== undefined) return factory(options);
  if (protocol.module !== undefined) return makeAdapter(protocol.name, protocol.module, options);
  if (isDeepStrictEqual(registered.options, options)) return registered;
  throw new WireduelError(
    "INVALID_OPTION",
    `${protocol.name}: ${here} only allows the options ${JSON.stringify(registered.options)}, ` +
      `got ${JSON.stringify(options)}`,
  );
}
