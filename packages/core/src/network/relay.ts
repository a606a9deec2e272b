import { connect, createServer, type Socket } from "node:net";
import { type Clock, NS_PER_MS, systemClock } from "../clock/clock.js";
import { seededRandom } from "../stats/seeded-random.js";
import { DueLoop } from "./due-loop.js";
import type { Network } from "./network.js";
import { ShapedLane } from "./shaped-lane.js";
import { Shaper } from "./shaper.js";
import { DirectionMeter, type TapReading, type TapSide } from "./tap-reading.js";
import { PlainLane, Turns } from "./turns.js";

/**
 * How many bytes a socket buffers before `write` returns false. Set because Node's default differs by
 * version.
 */
const HIGH_WATER_MARK = 262_144;

/** Options of a relay. */
export interface RelayOptions {
  /** The host of the listening end. */
  readonly host: string;
  /** The port of the listening end. */
  readonly port: number;
  /** The interface that the relay listens on. */
  readonly bind: string;
  /** The network to emulate. Null: bytes are passed on immediately. */
  readonly network: Network | null;
}

/** A listening relay. */
export interface Relay {
  readonly host: string;
  readonly port: number;
  /** What has passed so far. */
  read(): TapReading;
  /** Starts to count the bursts of a direction, or stops. See `Turns`. No effect with a network. */
  countTurns(side: TapSide | null): void;
  /** Stops listening and destroys every connection. */
  close(): Promise<void>;
}

/**
 * Listens on a free port of `bind`. For each connection it accepts, it dials `host:port` and passes bytes on
 * in both directions. It does not interpret them, so TLS passes too. An end of stream is passed on after the
 * bytes before it, so half-closed connections work. A reset is passed on as a reset. If the listening end
 * refuses, the connection is reset.
 *
 * Memory is bounded: it stops reading from an end while the other end is slow. Each connection and direction
 * buffers at most 256 KiB and one read. With a network, up to `maxHeldBytes` are added.
 *
 * @throws Error if it cannot listen
 */
export async function startRelay(
  { bind, host, port, network }: RelayOptions,
  clock: Clock = systemClock,
): Promise<Relay> {
  const up = new DirectionMeter();
  const down = new DirectionMeter();
  const turns = new Turns(clock);
  const loop = new DueLoop(clock);
  const open = new Set<Socket>();
  let connections = 0;

  const socketOptions = { allowHalfOpen: true, noDelay: true, highWaterMark: HIGH_WATER_MARK };
  const server = createServer(socketOptions, (dialling) => {
    const index = connections++;
    const acceptedAt = clock.now();
    const listening = connect({ host, port, ...socketOptions });
    for (const socket of [dialling, listening]) {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }
    if (network === null) {
      new PlainLane("up", [dialling, listening], up, turns);
      new PlainLane("down", [listening, dialling], down, turns);
      return;
    }
    const lane = (source: Socket, destination: Socket, meter: DirectionMeter, delays: number) => {
      const random = seededRandom(network.seed + 2 * index + (meter === up ? 0 : 1));
      const opensAt = acceptedAt + delays * network.delayMs * NS_PER_MS;
      const shaper = new Shaper(network, random);
      new ShapedLane(source, destination, { network, shaper, meter, loop, clock, opensAt });
    };
    // The kernel made the connection to the tap without any delay. On the emulated network, the dialling end
    // could send after two delays (SYN, SYN-ACK), and the listening end after three (the ACK).
    lane(dialling, listening, up, 2);
    lane(listening, dialling, down, 3);
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
    read: () => ({ connections, up: up.read(), down: down.read(), bursts: turns.bursts }),
    countTurns: (side) => turns.count(side),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      loop.stop();
      turns.count(null);
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
