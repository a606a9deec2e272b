import { connect, createServer, type Socket } from "node:net";
import { type Clock, NS_PER_MS, systemClock } from "../clock/clock.js";
import { seededRandom } from "../stats/seeded-random.js";
import { DirectionMeter } from "./direction-meter.js";
import { DueLoop } from "./due-loop.js";
import type { NetworkProfile } from "../options/network-option.js";
import { passThrough } from "./pass-through.js";
import { ShapedLane } from "./shaped-lane.js";
import { Shaper } from "./shaper.js";
import type { TapReading } from "./tap-reading.js";

/** The bytes that a socket takes in for writing before it says that it is full; Node's default differs by version. */
const HIGH_WATER_MARK = 262_144;

/** Where a relay leads, and how. */
export interface RelayOptions {
  /** Of the listening end. */
  readonly host: string;
  readonly port: number;
  /** The interface that the relay listens on. */
  readonly bind: string;
  /** How bytes are held back; null passes them on as they come. */
  readonly network: NetworkProfile | null;
}

/** A listening relay. */
export interface Relay {
  readonly host: string;
  readonly port: number;
  /** What passed so far. */
  read(): TapReading;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/**
 * Listens on a free port of `bind`, dials `host:port` once for each connection it accepts, and passes bytes on both
 * ways, unread: TLS goes through as it is. An end of stream passes after the bytes before it, so a half-closed
 * connection stays one. A reset passes as a reset, and a listening end that refuses resets the connection.
 *
 * What it holds is bounded: it stops reading from an end while the other does not keep up. For each connection and
 * direction that is 256 KiB and one read, and with a network `maxHeldBytes` beside.
 *
 * @throws if it cannot listen
 */
export async function startRelay(
  { bind, host, port, network }: RelayOptions,
  clock: Clock = systemClock,
): Promise<Relay> {
  const up = new DirectionMeter();
  const down = new DirectionMeter();
  const loop = new DueLoop(clock);
  const open = new Set<Socket>();
  let connections = 0;

  const socketOptions = { allowHalfOpen: true, noDelay: true, highWaterMark: HIGH_WATER_MARK };
  const server = createServer(socketOptions, (dialler) => {
    const index = connections++;
    const acceptedAt = clock.now();
    const target = connect({ host, port, ...socketOptions });
    for (const socket of [dialler, target]) {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }
    if (network === null) {
      passThrough(dialler, target, up);
      passThrough(target, dialler, down);
      return;
    }
    const lane = (source: Socket, destination: Socket, meter: DirectionMeter, delays: number) => {
      const random = seededRandom(network.seed + 2 * index + (meter === up ? 0 : 1));
      const opensAt = acceptedAt + delays * network.delayMs * NS_PER_MS;
      const shaper = new Shaper(network, random);
      new ShapedLane(source, destination, { network, shaper, meter, loop, clock, opensAt });
    };
    // The kernel made the connection to the tap at once. Over the network that is played, the dialling end would have
    // begun to send after a round trip (SYN, SYN-ACK), and the listening end when the answer to that had come (ACK).
    lane(dialler, target, up, 2);
    lane(target, dialler, down, 3);
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, bind, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");

  return {
    host: bind,
    port: address.port,
    read: () => ({ connections, up: up.read(), down: down.read() }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      loop.stop();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
