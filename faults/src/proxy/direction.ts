import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";

/** What a proxy does to a connection. Each fault belongs to the direction of the bytes that one end sends. */
export type Fault =
  /** Both connections are reset. */
  | "cut"
  /** The end that sends these bytes seems to have closed properly, and what it still sends is dropped. */
  | "half-close"
  /** The connection of the end that sends these bytes is reset. The other end never learns it. */
  | "half-open"
  /** Nothing passes in either direction until it heals, and no end learns that the other one has closed. */
  | "silence"
  /** No byte of this direction is read until it heals, so the writing end has to wait. */
  | "stop-reading"
  /** Bytes of this direction are read, and dropped. */
  | "swallow"
  /** Bytes of this direction are read slowly, so the writing end has to wait for its kernel. */
  | "slow"
  /** Bytes of this direction arrive one by one. */
  | "byte-by-byte"
  /** One bit of the next byte is turned over. */
  | "damage";

/** A fault of a direction, and the byte at which it begins. */
export interface FaultAt {
  readonly fault: Fault;
  /** How many bytes of this direction pass unharmed. If they have passed already, it begins with the next byte. */
  readonly afterBytes: number;
}

/** A slow direction passes this many bytes, and then waits: about 2 MB/s. */
const SLOW_BYTES = 16 * 1024;
const SLOW_PAUSE_MS = 8;

/** One direction of a connection through the proxy. It passes on the bytes of one end, in their order. */
export class Direction {
  /** The bytes of the other end. */
  opposite: Direction | undefined;
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #count: (bytes: number) => void;
  readonly #planned: FaultAt[] = [];
  #passed = 0;
  #pace: "slow" | "byte-by-byte" | undefined;
  #swallows = false;
  /** Whether the other end gets to know how the connection of this end has closed. */
  #tells = true;
  #healed: Promise<void> | undefined;
  #heal: () => void = () => {};

  constructor(from: Socket, to: Socket, count: (bytes: number) => void) {
    this.#from = from;
    this.#to = to;
    this.#count = count;
    from.setNoDelay(true);
    // `close` comes after it.
    from.on("error", () => {});
    from.once("close", () => void this.#closed());
    // A connection that breaks ends the loop with an error.
    this.#passAll().catch(() => {});
  }

  plan(fault: FaultAt): void {
    this.#planned.push(fault);
  }

  do(fault: Exclude<Fault, "damage">): void {
    switch (fault) {
      case "cut":
        this.#from.resetAndDestroy();
        this.#to.resetAndDestroy();
        break;
      case "half-close":
        this.#swallows = true;
        this.#to.end();
        break;
      case "half-open":
        this.#tells = false;
        this.opposite?.do("swallow");
        this.#from.resetAndDestroy();
        break;
      case "silence":
        this.#stop();
        this.opposite?.do("stop-reading");
        break;
      case "stop-reading":
        this.#stop();
        break;
      case "swallow":
        this.#swallows = true;
        break;
      default:
        this.#pace = fault;
    }
  }

  heal(): void {
    this.#heal();
    this.#healed = undefined;
  }

  destroy(): void {
    this.#from.destroy();
  }

  #stop(): void {
    this.#healed ??= new Promise((resolve) => {
      this.#heal = resolve;
    });
  }

  async #passAll(): Promise<void> {
    // The other direction still needs the socket after the last byte of this one.
    for await (const chunk of this.#from.iterator({ destroyOnReturn: false })) await this.#take(chunk);
    await this.#healed;
    if (this.#tells) this.#to.end();
  }

  async #closed(): Promise<void> {
    await this.#healed;
    if (!this.#tells) return;
    if (this.#from.errored) this.#to.resetAndDestroy();
    else this.#to.destroySoon();
  }

  async #take(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.byteLength > 0 && !this.#from.destroyed) {
      await this.#healed;
      const next = this.#due(rest.byteLength);
      const whole = next === undefined ? rest.byteLength : Math.max(0, next.afterBytes - this.#passed);
      await this.#pass(rest.subarray(0, whole));
      rest = rest.subarray(whole);
      if (next === undefined) continue;
      this.#planned.splice(this.#planned.indexOf(next), 1);
      if (next.fault === "damage") rest = turnOverOneBit(rest);
      else this.do(next.fault);
    }
  }

  /** The first fault that begins within the next bytes. */
  #due(bytes: number): FaultAt | undefined {
    return this.#planned
      .filter(({ afterBytes }) => afterBytes < this.#passed + bytes)
      .sort((a, b) => a.afterBytes - b.afterBytes)[0];
  }

  async #pass(bytes: Buffer): Promise<void> {
    const most = this.#pace === "byte-by-byte" ? 1 : this.#pace === "slow" ? SLOW_BYTES : bytes.byteLength;
    for (let at = 0; at < bytes.byteLength; at += most) {
      const part = bytes.subarray(at, at + most);
      this.#passed += part.byteLength;
      this.#count(part.byteLength);
      if (this.#swallows || !this.#to.writable) continue;
      const room = this.#to.write(part);
      if (!room) await Promise.race([once(this.#to, "drain"), once(this.#to, "close")]);
      if (this.#pace === "slow") await pause(SLOW_PAUSE_MS);
      if (this.#pace === "byte-by-byte") await turn();
    }
  }
}

function turnOverOneBit(chunk: Buffer): Buffer {
  const damaged = Buffer.from(chunk);
  damaged[0] = (damaged[0] ?? 0) ^ 1;
  return damaged;
}
