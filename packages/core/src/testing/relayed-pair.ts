import type { Adapter } from "../adapter/contract.js";
import type { Network } from "../network/network.js";
import { type Relay, startRelay } from "../network/relay.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import { NotApplicable } from "./not-applicable.js";
import { openPair, type Pair, type PairOptions } from "./pair.js";
import { cleanUp } from "./waiting.js";

/** A pair, and the relay between its ends. */
export interface RelayedPair {
  readonly pair: Pair;
  readonly relay: Relay;
  close(): Promise<void>;
}

const BIND = "127.0.0.1";

/**
 * Opens a pair with a relay between its ends.
 * @throws NotApplicable if the adapter does not use TCP
 */
export async function openRelayedPair(
  adapter: Adapter,
  options: Omit<PairOptions, "through">,
  network: Network | null,
): Promise<RelayedPair> {
  let relay: Relay | undefined;
  const through = async (url: string) => {
    const target = tcpTarget(url);
    if (target === undefined) throw new NotApplicable(`${url} has no TCP port`);
    relay = await startRelay({ ...target, bind: BIND, network });
    return withTarget(url, relay);
  };
  try {
    const pair = await openPair(adapter, { ...options, through });
    return {
      pair,
      relay: relay as unknown as Relay,
      async close() {
        await pair.close();
        await relay?.close();
      },
    };
  } catch (error) {
    const connections = relay?.read().connections;
    await cleanUp(relay?.close() ?? Promise.resolve());
    // A protocol on UDP cannot pass. For TCP, the error is the adapter's.
    if (connections === 0) throw new NotApplicable("it opens no TCP connection to the port of its URL");
    throw error;
  }
}
