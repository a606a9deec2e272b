import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { type Clock, NS_PER_MS, systemClock } from "../clock/clock.js";
import type { DialTls } from "../tls/link-tls.js";

/** Half as long as a receiver keeps an idle connection, and longer than the pause between two heartbeats. */
const IDLE_MS = 30_000;

/** An HTTP request. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/**
 * An HTTP client for one receiver that keeps connections open. `fetch` is not used, because it does not
 * accept certificate authorities and does not expose this end's address.
 */
export class HttpClient {
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

  /** This end's address on the last connection that got an answer. Undefined before the first answer. */
  get localAddress(): string | undefined {
    return this.#localAddress;
  }

  /** Sends a request. Resolves when the head of the response has arrived. The caller must read its body. */
  open({ method, path, headers, body, signal }: HttpRequest): Promise<IncomingMessage> {
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
          // Removes the IPv6 prefix of an IPv4 address on a dual-stack socket.
          this.#localAddress = response.socket.localAddress?.replace(/^::ffff:/, "") ?? this.#localAddress;
          resolve(response);
        },
      );
      // Not `once`: a socket may emit another error after its request has failed.
      request.on("error", reject);
      request.end(body);
    });
  }

  /**
   * Closes idle connections that the receiver may have closed already. Node's agent does this with a timer,
   * which fires too late if the event loop was blocked (for example, by a slow codec). The next request would
   * then fail.
   */
  #dropIdle(): void {
    if (this.#clock.now() - this.#answeredAt < IDLE_MS * NS_PER_MS) return;
    for (const sockets of Object.values(this.#agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }

  /** Closes every connection. */
  close(): void {
    this.#agent.destroy();
  }
}

/**
 * Reads the body of a response. A longer one is cut off.
 * @throws RangeError if it has more than `mostBytes`
 */
export async function readBody(response: IncomingMessage, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    // Leaving the loop destroys the connection.
    if (bytes > mostBytes) throw new RangeError(`it has more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
