import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { Direction, type Fault, type FaultAt } from "./direction.js";

/** Where bytes come from: the end that dialled the proxy, or the end that listens behind it. */
export type From = "dialling" | "listening";

/** A fault that harms a whole direction from a moment on. */
export type LastingFault = Exclude<Fault, "damage">;

/** A fault, and where it begins. */
export interface PlannedFault extends FaultAt {
  readonly from: From;
}

/** A running proxy. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** Connections that have come. */
  readonly connections: number;
  /** Bytes that came from each end and were passed on or dropped, of all connections. */
  readonly bytes: Readonly<Record<From, number>>;
  /** Plans a fault for each connection, also for those that are open or come later. Each counts its own bytes. */
  plan(fault: PlannedFault): void;
  /** Does this to each connection: now to those that are open, and at once to those that come before `heal`. */
  now(fault: LastingFault, from: From): void;
  /** Ends silence, and reads again. What was sent meanwhile arrives. */
  heal(): void;
  close(): Promise<void>;
}

/** Starts a TCP proxy in this process, on a free port of 127.0.0.1. It passes all bytes on, and counts them. */
export async function startFaultProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<FaultProxy> {
  const connections: Record<From, Direction>[] = [];
  const planned: PlannedFault[] = [];
  const lasting: { readonly fault: LastingFault; readonly from: From }[] = [];
  const bytes: Record<From, number> = { dialling: 0, listening: 0 };
  const counts = (from: From) => (count: number) => {
    bytes[from] += count;
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const behind = connect({ ...target, allowHalfOpen: true });
    const connection = {
      dialling: new Direction(socket, behind, counts("dialling")),
      listening: new Direction(behind, socket, counts("listening")),
    };
    connection.dialling.opposite = connection.listening;
    connection.listening.opposite = connection.dialling;
    connections.push(connection);
    for (const { from, ...fault } of planned) connection[from].plan(fault);
    for (const { from, fault } of lasting) connection[from].do(fault);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { address, port } = server.address() as AddressInfo;
  return {
    host: address,
    port,
    bytes,
    get connections() {
      return connections.length;
    },
    plan(given) {
      planned.push(given);
      const { from, ...fault } = given;
      for (const connection of connections) connection[from].plan(fault);
    },
    now(fault, from) {
      lasting.push({ fault, from });
      for (const connection of connections) connection[from].do(fault);
    },
    heal() {
      lasting.length = 0;
      for (const { dialling, listening } of connections) {
        dialling.heal();
        listening.heal();
      }
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const { dialling, listening } of connections) {
        dialling.destroy();
        listening.destroy();
      }
      await closed;
    },
  };
}
