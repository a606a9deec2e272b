import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Where bytes come from: the end that dialled the proxy, or the end that listens behind it. */
export type From = "dialling" | "listening";

/** What a proxy does to a connection when enough bytes have come from one end. */
export type Fault =
  /** Both connections are reset. */
  | "cut"
  /** The end that sends these bytes seems to have closed properly; nothing more passes in that direction. */
  | "half-close"
  /** Nothing passes in either direction from now on, and no end learns that the other one has closed. */
  | "silence"
  /** Bytes of this direction are read, and dropped. */
  | "swallow"
  /** No byte of this direction is read any more, so the writing end has to wait. */
  | "stop-reading"
  /** One bit of the byte at this place is turned over. */
  | "damage";

/** A fault, and the byte at which it begins. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly from: From;
  /** How many bytes pass unharmed in this direction. Counted for each connection. */
  readonly afterBytes: number;
}

/** A running proxy. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** Connections that have come. */
  readonly connections: number;
  /** Bytes that came from each end, of all connections. */
  readonly bytes: Readonly<Record<From, number>>;
  /** Plans a fault for each connection, also those that are open: its bytes count from its own beginning. */
  plan(fault: PlannedFault): void;
  /** Does this to all open connections now. */
  now(fault: Exclude<Fault, "damage">, from: From): void;
  /** Ends silence, and reads again. What was sent meanwhile arrives. */
  heal(): void;
  close(): Promise<void>;
}

/** One direction of a connection. */
class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #count: (bytes: number) => void;
  readonly #faults: PlannedFault[];
  #passed = 0;
  #swallows = false;

  constructor(from: Socket, to: Socket, faults: readonly PlannedFault[], count: (bytes: number) => void) {
    this.#from = from;
    this.#to = to;
    this.#faults = [...faults];
    this.#count = count;
    from.setNoDelay(true);
    from.on("data", (chunk: Buffer) => this.#take(chunk));
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => {
      // A silent network does not tell that an end has closed.
      if (!from.isPaused()) to.destroySoon();
    });
  }

  plan(fault: PlannedFault): void {
    this.#faults.push(fault);
  }

  do(fault: Fault): void {
    if (fault === "cut") {
      this.#from.resetAndDestroy();
      this.#to.resetAndDestroy();
    } else if (fault === "half-close") {
      this.#swallows = true;
      this.#to.end();
    } else if (fault === "silence") {
      this.#from.pause();
      this.#to.pause();
    } else if (fault === "stop-reading") this.#from.pause();
    else this.#swallows = true;
  }

  heal(): void {
    this.#from.resume();
  }

  destroy(): void {
    this.#from.destroy();
  }

  #take(chunk: Buffer): void {
    this.#count(chunk.byteLength);
    let rest = chunk;
    for (let next = this.#due(rest); next !== undefined; next = this.#due(rest)) {
      const whole = next.afterBytes - this.#passed;
      this.#pass(rest.subarray(0, whole));
      rest = rest.subarray(whole);
      this.#faults.splice(this.#faults.indexOf(next), 1);
      if (next.fault === "damage") rest = turnOverOneBit(rest);
      else this.do(next.fault);
    }
    this.#pass(rest);
  }

  /** The first fault that begins within these bytes. */
  #due(chunk: Buffer): PlannedFault | undefined {
    return this.#faults
      .filter(({ afterBytes }) => afterBytes >= this.#passed && afterBytes < this.#passed + chunk.byteLength)
      .sort((a, b) => a.afterBytes - b.afterBytes)[0];
  }

  #pass(chunk: Buffer): void {
    this.#passed += chunk.byteLength;
    if (chunk.byteLength > 0 && !this.#swallows && this.#to.writable) this.#to.write(chunk);
  }
}

function turnOverOneBit(chunk: Buffer): Buffer {
  const damaged = Buffer.from(chunk);
  damaged[0] = (damaged[0] ?? 0) ^ 1;
  return damaged;
}

/** Starts a TCP proxy in this process, on a free port of 127.0.0.1. It passes all bytes on, and counts them. */
export async function startFaultProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<FaultProxy> {
  const connections: Record<From, Direction>[] = [];
  const planned: PlannedFault[] = [];
  const bytes: Record<From, number> = { dialling: 0, listening: 0 };
  const server = createServer((dialling) => {
    const listening = connect(target);
    const direction = (from: From, source: Socket, sink: Socket) =>
      new Direction(
        source,
        sink,
        planned.filter((fault) => fault.from === from),
        (count) => {
          bytes[from] += count;
        },
      );
    connections.push({
      dialling: direction("dialling", dialling, listening),
      listening: direction("listening", listening, dialling),
    });
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
    plan(fault) {
      planned.push(fault);
      for (const connection of connections) connection[fault.from].plan(fault);
    },
    now(fault, from) {
      for (const connection of connections) connection[from].do(fault);
    },
    heal() {
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
