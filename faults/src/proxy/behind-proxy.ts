import type { Adapter } from "@wireduel/core/adapter";
import { tcpTarget, withTarget } from "../internals.js";
import { dialsElsewhere } from "./dials-elsewhere.js";
import type { Fault } from "./direction.js";
import { type FaultProxy, type From, type LastingFault, startFaultProxy } from "./fault-proxy.js";

/** The end that sends the bytes which a fault harms. */
export type Role = "sender" | "receiver";

/** An adapter whose data passes through proxies in this process. */
export interface BehindProxy {
  /** The same adapter. The dialling end reaches the other one through a proxy. */
  readonly adapter: Adapter;
  /** The proxies that run: one for each link in an upload, one for all links in a push. */
  readonly proxies: readonly FaultProxy[];
  /** Plans a fault for each link, also for links that are open or come later. Each counts its own bytes. */
  plan(fault: Fault, from: Role, afterBytes: number): void;
  /** Does this to each link: now to those that are open, and at once to those that come before `heal`. */
  now(fault: LastingFault, from: Role): void;
  /** Ends silence, and reads again. What was sent meanwhile arrives. */
  heal(): void;
  /** How many bytes have come from an end, over all links. */
  bytes(from: Role): number;
  close(): Promise<void>;
}

/**
 * Puts a proxy between the ends of an adapter. `prepare` plans faults before the first connection. The sender must be this
 * process: so one round for each adapter. The receiver may be any.
 */
export function behindProxy(adapter: Adapter, prepare: (proxy: FaultProxy) => void = () => {}): BehindProxy {
  const proxies: FaultProxy[] = [];
  /** All that was asked for so far, in order, for proxies that start later. */
  const asked = [prepare];
  const ends: Record<Role, From> =
    adapter.direction === "upload"
      ? { sender: "dialling", receiver: "listening" }
      : { sender: "listening", receiver: "dialling" };
  const ask = (what: (proxy: FaultProxy) => void) => {
    asked.push(what);
    for (const proxy of proxies) what(proxy);
  };
  return {
    proxies,
    adapter: dialsElsewhere(adapter, async (url) => {
      const target = tcpTarget(url);
      if (target === undefined) throw new Error(`${url} has no port`);
      const proxy = await startFaultProxy(target);
      proxies.push(proxy);
      for (const what of asked) what(proxy);
      return withTarget(url, proxy);
    }),
    plan: (fault, from, afterBytes) => ask((proxy) => proxy.plan({ fault, from: ends[from], afterBytes })),
    now: (fault, from) => ask((proxy) => proxy.now(fault, ends[from])),
    heal: () => ask((proxy) => proxy.heal()),
    bytes: (from) => proxies.reduce((sum, { bytes }) => sum + bytes[ends[from]], 0),
    async close() {
      for (const proxy of proxies) await proxy.close();
    },
  };
}
