import { connect, createServer, type Socket } from "node:net";
import { withTarget } from "../network/tcp-url.js";
import { needsTcpTarget } from "./tcp-ports.js";

/** One connection that passes through a relay. */
export interface Relayed {
  /** The relay's socket to the end that dialled. */
  readonly dialling: Socket;
  /** The relay's socket to the listening end. */
  readonly listening: Socket;
}

/** A TCP relay in this process, between the ends of an adapter. */
export interface CaseRelay {
  /** The URL to dial instead of the one of the listening end. */
  readonly url: string;
  /** Connections that have come, oldest first. */
  readonly connections: readonly Relayed[];
  /** From now on, nothing passes over the connections that are open, and no end learns that the other one closed. */
  silence(): void;
  close(): Promise<void>;
}

/** Options of a relay. */
export interface CaseRelayOptions {
  /** Where it listens. Default: 127.0.0.1. */
  readonly host?: string;
  /** Called with each chunk. Returns the bytes to pass on. Default: all of them. */
  readonly watch?: (chunk: Buffer, from: keyof Relayed) => Buffer;
}

/**
 * Starts a relay in front of a listening end.
 * @throws NotApplicable for a protocol without TCP ports
 */
export async function startCaseRelay(
  url: string,
  { host = "127.0.0.1", watch = (chunk) => chunk }: CaseRelayOptions = {},
): Promise<CaseRelay> {
  const target = needsTcpTarget(url);
  const connections: Relayed[] = [];
  const relay = createServer((dialling) => {
    const listening = connect(target);
    connections.push({ dialling, listening });
    const pass = (from: Socket, to: Socket, name: keyof Relayed) => {
      from.setNoDelay(true);
      from.on("data", (chunk: Buffer) => {
        const bytes = watch(chunk, name);
        if (bytes.byteLength > 0 && to.writable) to.write(bytes);
      });
      from.on("end", () => to.end());
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroySoon());
    };
    pass(dialling, listening, "dialling");
    pass(listening, dialling, "listening");
  });
  await new Promise<void>((resolve, reject) => {
    relay.once("error", reject);
    relay.listen(0, host, resolve);
  });
  const { port } = relay.address() as { port: number };
  return {
    url: withTarget(url, { host, port }),
    connections,
    silence() {
      for (const { dialling, listening } of connections) {
        dialling.pause();
        listening.pause();
      }
    },
    async close() {
      const closed = new Promise<void>((resolve) => relay.close(() => resolve()));
      for (const { dialling, listening } of connections) {
        dialling.destroy();
        listening.destroy();
      }
      await closed;
    },
  };
}
