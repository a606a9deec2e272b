import type { Adapter } from "../adapter/contract.js";
import type { Network } from "../network/network.js";
import { type Relay, startRelay } from "../network/relay.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
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
 * @returns why that is impossible, if the adapter does not use TCP
 */
export async function openRelayedPair(
  adapter: Adapter,
  options: Omit<PairOptions, "through">,
  network: Network | null,
): Promise<RelayedPair | string> {
  let relay: Relay | undefined;
  let notTcp: string | undefined;
  const through = async (url: string) => {
    const target = tcpTarget(url);
    if (target === undefined) {
      notTcp = `${url} has no TCP port`;
      return url;
    }
    relay = await startRelay({ ...target, bind: BIND, network });
    return withTarget(url, relay);
  };
  try {
    const pair = await openPair(adapter, { ...options, through });
    if (relay === undefined) {
      await pair.close();
      return notTcp ?? "it has no TCP port";
    }
    const { close } = relay;
    return {
      pair,
      relay,
      async close() {
        await pair.close();
        await close();
      },
    };
  } catch (error) {
    const connections = relay?.read().connections;
    await cleanUp(relay?.close() ?? Promise.resolve());
    // A protocol on UDP cannot pass. For TCP, the error is the adapter's.
    if (connections === 0) return "it opened no TCP connection to the port of its URL";
    throw error;
  }
}
