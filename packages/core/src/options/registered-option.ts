// The adapters and codecs that a process has for other hosts, which choose among them by name.
import type { Adapter } from "../adapter/contract.js";
import { type Codec, isCodec } from "../codec/codec.js";
import { invalidOption, type Kind } from "./kinds.js";

/** Checks a `codecs` option. */
export const codecsKind: Kind<readonly Codec[]> = {
  parse(name, value) {
    if (Array.isArray(value) && value.every(isCodec)) return value;
    throw invalidOption(name, "a list of codecs, such as [{ name, encode, decode }]", value);
  },
};

/**
 * Checks that other hosts can choose among adapters.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkRegistered(adapters: readonly Adapter[]): void {
  for (const [index, { protocol, unixSocket }] of adapters.entries()) {
    if (unixSocket !== null) {
      const wanted = "left out, because only TCP reaches another host";
      throw invalidOption(`adapters[${index}].unixSocket`, wanted, unixSocket.path ?? true);
    }
    if (adapters.findIndex((one) => one.protocol.name === protocol.name) === index) continue;
    const wanted = "an adapter of another protocol: other hosts choose an adapter by its protocol's name";
    throw invalidOption(`adapters[${index}]`, wanted, protocol.name);
  }
}
