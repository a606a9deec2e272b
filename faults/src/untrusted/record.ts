// Real bytes: what passed over the connections of a relay.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";

/** What passed over one connection. */
export interface Recorded {
  readonly fromDialling: Buffer;
  readonly fromListening: Buffer;
  /** How many bytes the listening end sent before the dialling end went on. */
  readonly turn: number;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Records what passes to and from `target` while `use` runs.
 * @param use must dial the address that it gets
 */
export async function record(
  target: Address,
  use: (via: Address) => Promise<void>,
): Promise<readonly Recorded[]> {
  const connections: { dialling: Buffer[]; listening: Buffer[]; destroy(): void }[] = [];
  const relay = createServer((dialling) => {
    const listening = connect(target.port, target.host);
    const kept = { dialling: [] as Buffer[], listening: [] as Buffer[] };
    const destroy = () => {
      dialling.destroy();
      listening.destroy();
    };
    connections.push({ ...kept, destroy });
    for (const socket of [dialling, listening]) socket.on("error", destroy).on("close", destroy);
    dialling.on("data", (chunk: Buffer) => kept.dialling.push(chunk)).pipe(listening);
    listening.on("data", (chunk: Buffer) => kept.listening.push(chunk)).pipe(dialling);
  });
  relay.listen(0, "127.0.0.1");
  await once(relay, "listening");
  const { address, port } = relay.address() as AddressInfo;
  try {
    await use({ host: address, port });
  } finally {
    for (const connection of connections) connection.destroy();
    relay.close();
  }
  return connections.map(({ dialling, listening }) => ({
    fromDialling: Buffer.concat(dialling),
    fromListening: Buffer.concat(listening),
    turn: listening[0]?.byteLength ?? 0,
  }));
}
