import type { Adapter } from "@wireduel/core/adapter";
import { tcpTarget, withTarget } from "../internals.js";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.js";

/** An adapter whose data passes through proxies. */
export interface BehindProxy {
  /** The same adapter. Each end that it dials is reached through a proxy. */
  readonly adapter: Adapter;
  /** The proxies that run, one for each dial. */
  readonly proxies: readonly FaultProxy[];
  close(): Promise<void>;
}

/**
 * Puts a proxy between the ends of an adapter. `prepare` plans faults before the first connection.
 * The sender dials in an upload, the receiver in a push. An adapter that is changed like this has no module of its own, so
 * its receiver must run in this process or be a receiver server of the test.
 */
export function behindProxy(adapter: Adapter, prepare: (proxy: FaultProxy) => void = () => {}): BehindProxy {
  const proxies: FaultProxy[] = [];
  const { protocol } = adapter;
  return {
    proxies,
    adapter: {
      ...adapter,
      protocol: {
        ...protocol,
        async dial({ url, ...endpoint }, context, options) {
          const target = tcpTarget(url);
          if (target === undefined) throw new Error(`${url} has no port`);
          const proxy = await startFaultProxy(target);
          proxies.push(proxy);
          prepare(proxy);
          return protocol.dial({ ...endpoint, url: withTarget(url, proxy) }, context, options);
        },
      },
    },
    async close() {
      for (const proxy of proxies) await proxy.close();
    },
  };
}
