import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { type Clock, NS_PER_MS, systemClock } from "../clock/clock.js";
import type { DialTls } from "../tls/link-tls.js";

/** Less than the 5 s after which a server of Node closes a connection on which nothing passed. */
const IDLE_MS = 4_000;

/** One call of the control API. */
export interface ControlCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/**
 * HTTP to one receiver, over connections that are kept. Not by `fetch`, which takes no certificate authorities, and does not
 * tell the address of its own end.
 */
export class ControlClient {
  readonly #base: URL;
  readonly #agent: HttpAgent;
  readonly #request: typeof requestHttp;
  readonly #clock: Clock;
  #answeredAt = 0;
  #localAddress: string | undefined;

  /** @param tls for an `https` URL */
  constructor(base: string, tls: DialTls | undefined, clock: Clock = systemClock) {
    this.#base = new URL(base);
    this.#clock = clock;
    const secure = this.#base.protocol === "https:";
    this.#request = secure ? requestHttps : requestHttp;
    this.#agent = secure ? new HttpsAgent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true });
  }

  /** This end's address on the last connection that answered; undefined before. */
  get localAddress(): string | undefined {
    return this.#localAddress;
  }

  /** Resolves when the head of the answer has come; its body is still to be read. Rejects if none comes. */
  open({ method, path, headers, body, signal }: ControlCall): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      this.#dropIdle();
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const url = new URL(this.#base.pathname.replace(/\/$/, "") + path, this.#base);
      const request = this.#request(
        url,
        { method, agent: this.#agent, signal, headers: { ...headers, ...length } },
        (response) => {
          response.once("close", () => {
            this.#answeredAt = this.#clock.now();
          });
          // An IPv4 end of a socket of both families.
          this.#localAddress = response.socket.localAddress?.replace(/^::ffff:/, "") ?? this.#localAddress;
          resolve(response);
        },
      );
      // Not once: a socket may fail again after its request did.
      request.on("error", reject);
      request.end(body);
    });
  }

  /**
   * Node's agent does the same by a timer, which comes too late where the event loop was held up (by an encoding of seconds,
   * say): it would send on a connection that the receiver has closed meanwhile, and take it for lost.
   */
  #dropIdle(): void {
    if (this.#clock.now() - this.#answeredAt < IDLE_MS * NS_PER_MS) return;
    for (const sockets of Object.values(this.#agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }

  /** Cuts every connection. */
  close(): void {
    this.#agent.destroy();
  }
}

/** The whole body of an answer. */
export async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
