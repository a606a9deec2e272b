import type { Adapter } from "../adapter/contract.js";
import { codecOf } from "../adapter/define-adapter.js";
import { tlsWord } from "../options/tls-option.js";
import type { SessionRequest } from "./control-calls.js";
import { identifyEnd } from "../receiver/receiver-host.js";

/** What a sender asks of a receiver for this adapter. */
export function sessionRequest(adapter: Adapter, maxPayloadBytes: number): SessionRequest {
  const { name, options, module, direction = "upload", tls } = adapter;
  const codec = codecOf(adapter);
  const { contract, core } = identifyEnd();
  return {
    sender: { contract, core },
    adapter: {
      ...{ name, options },
      ...(module === undefined ? {} : { module }),
      ...(tls === undefined ? {} : { tls }),
    },
    codec: { name: codec.name, ...(codec.module === undefined ? {} : { module: codec.module }) },
    ...{ direction, tls: tlsWord(tls), maxPayloadBytes },
  };
}
