import { isDeepStrictEqual } from "node:util";
import { findCodec, makeAdapter } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { factoryOf } from "../adapter/define-adapter.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { CheckedServeOptions } from "../options/serve-options.js";
import type { Served } from "../receiver/session.js";
import type { JsonObject } from "../result/json.js";
import { servedTls } from "../tls/served-tls.js";
import type { SessionRequest } from "./control-types.js";

/**
 * Finds the adapter for a session of a receiver server: a registered adapter, with the session's options and
 * the server's certificates. The server never loads a module that a sender names.
 *
 * @throws WireduelError `UNKNOWN_ADAPTER`, `ADAPTER_NOT_LOADABLE`, `INVALID_OPTION`
 */
export async function serveRegistered(
  { adapters, codecs, ports }: CheckedServeOptions,
  { adapter: wanted }: SessionRequest,
): Promise<Served> {
  const { name, direction } = wanted;
  const registered = adapters.find(({ protocol }) => protocol.name === name);
  if (registered === undefined) {
    const names = adapters.map(({ protocol }) => protocol.name).join(", ");
    throw new WireduelError("UNKNOWN_ADAPTER", `the receiver has no adapter "${name}"; it has ${names}`);
  }
  const tls = servedTls(name, wanted.encryption, registered.tls);
  const made = await withOptions(registered, wanted.options);
  if (direction === "push" && !made.supports.push) {
    throw new WireduelError("INVALID_OPTION", `${name} does not support push with these options`);
  }
  const codec = findCodec(made, wanted.codec, codecs);
  return { adapter: { ...made, codec, direction, tls }, port: ports[name] ?? 0 };
}

/**
 * Creates the registered adapter with the session's options. Its own factory does not load its module again: this process may have
 * no loader for its language. Without a factory and a module, only the registered options are possible.
 */
async function withOptions(registered: Adapter, options: JsonObject): Promise<Adapter> {
  const { protocol } = registered;
  const factory = factoryOf(protocol);
  if (factory !== undefined) return factory(options);
  if (protocol.module !== undefined) return makeAdapter(protocol.name, protocol.module, options);
  if (isDeepStrictEqual(registered.options, options)) return registered;
  throw new WireduelError(
    "INVALID_OPTION",
    `${protocol.name}: the receiver only allows the options ${JSON.stringify(registered.options)}, ` +
      `got ${JSON.stringify(options)}`,
  );
}
