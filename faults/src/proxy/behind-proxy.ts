import type { Adapter } from "@wireduel/core/adapter";
import { tcpTarget, withTarget } from "../internals.js";
import { dialsElsewhere } from "./dials-elsewhere.js";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.js";

/** An adapter whose data passes through proxies. */
export interface BehindProxy {
  /** The same adapter. The dialling end reaches the other one through a proxy. */
  readonly adapter: Adapter;
  /** The proxies that run: in an upload one for each dial, in a push one for all. */
  readonly proxies: readonly FaultProxy[];
  close(): Promise<void>;
}

/**
 * Puts a proxy between the ends of an adapter. `prepare` plans faults before the first connection. The sender must be this
 * process: so one round for each adapter. The receiver may be any.
 */
export function behindProxy(adapter: Adapter, prepare: (proxy: FaultProxy) => void = () => {}): BehindProxy {
  const proxies: FaultProxy[] = [];
  return {
    proxies,
    adapter: dialsElsewhere(adapter, async (url) => {
      const target = tcpTarget(url);
      if (target === undefined) throw new Error(`${url} has no port`);
      const proxy = await startFaultProxy(target);
      proxies.push(proxy);
      prepare(proxy);
      return withTarget(url, proxy);
    }),
    async close() {
      for (const proxy of proxies) await proxy.close();
    },
  };
}
